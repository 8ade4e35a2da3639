"""The words that the edits of the quotation benchmark look for and put in their place."""

import re


def _pairs(table: str) -> dict[str, tuple[str, ...]]:
    """Read "a/b c/d": each word of a pair may stand for the other."""
    found: dict[str, tuple[str, ...]] = {}
    for pair in table.split():
        one, other = pair.replace("_", " ").split("/")
        found[one] = (*found.get(one, ()), other)
        found[other] = (*found.get(other, ()), one)
    return found


def _ring(names: str) -> dict[str, tuple[str, ...]]:
    """Read names any of which may be put in place of another."""
    every = [name.replace("_", " ") for name in names.split()]
    return {one: tuple(other for other in every if other != one) for one in every}


DIRECTIONS = _pairs(
    "increase/decrease increases/decreases increased/decreased increasing/decreasing rise/fall rises/falls rose/fell"
    " rising/falling risen/fallen up/down support/oppose supports/opposes supported/opposed supporting/opposing"
    " gain/loss gains/losses gained/lost higher/lower more/less before/after buy/sell buys/sells bought/sold"
    " buying/selling win/lose wins/loses won/lost winning/losing above/below accept/reject accepted/rejected"
    " agree/disagree agreed/disagreed agrees/disagrees strengthen/weaken strengthened/weakened"
    " import/export imports/exports better/worse best/worst allow/forbid allowed/forbidden approve/reject"
    " approved/rejected opened/closed raise/lower raised/lowered growth/decline profit/loss profits/losses"
    " expanded/shrank confirmed/denied confirm/deny stronger/weaker success/failure"
)
PREFIXED = _pairs(
    "able/unable likely/unlikely possible/impossible legal/illegal fair/unfair happy/unhappy popular/unpopular"
    " usual/unusual known/unknown acceptable/unacceptable certain/uncertain clear/unclear necessary/unnecessary"
    " successful/unsuccessful willing/unwilling aware/unaware changed/unchanged reasonable/unreasonable"
    " responsible/irresponsible relevant/irrelevant dependent/independent complete/incomplete correct/incorrect"
    " regular/irregular stable/unstable fortunately/unfortunately expected/unexpected comfortable/uncomfortable"
    " pleasant/unpleasant important/unimportant safe/unsafe official/unofficial conscious/unconscious"
    " moral/immoral patient/impatient perfect/imperfect"
)
MODALS = {
    "may": ("will", "must"), "might": ("will", "must"), "could": ("will", "must"), "would": ("might", "could"),
    "can": ("must",), "should": ("may", "will"), "must": ("may", "could"), "will": ("may", "might", "could"),
}  # fmt: skip
QUANTIFIERS = {
    "some": ("all", "most"), "many": ("few", "all"), "most of": ("all of", "some of"), "all": ("some", "most"),
    "few": ("many",), "every": ("almost every",), "several": ("all",), "at least": ("at most",),
    "more than": ("less than",), "less than": ("more than",), "majority": ("minority",), "always": ("sometimes",),
    "sometimes": ("always",), "often": ("always", "rarely"), "rarely": ("often",), "usually": ("always",),
    "both": ("one of",), "up to": ("at least",), "only": ("not only",), "any": ("every",), "everyone": ("someone",),
    "each": ("almost each",), "never": ("rarely",), "entire": ("half the",),
}  # fmt: skip
HEDGES = (
    "probably", "perhaps", "possibly", "apparently", "reportedly", "allegedly", "nearly", "almost", "roughly",
    "approximately", "seemingly", "arguably", "supposedly", "presumably", "maybe", "likely",
)  # fmt: skip
SOFTENED = {
    "appears to be": "is", "seems to be": "is", "appear to be": "are", "seem to be": "are", "appeared to be": "was",
    "seemed to be": "was", "is likely to": "will", "are likely to": "will", "is expected to": "will",
    "are expected to": "will", "was expected to": "would", "is thought to be": "is", "is believed to be": "is",
    "are believed to be": "are", "appears to have": "has", "seems to have": "has", "could be": "will be",
    "may be": "will be", "might be": "will be", "would be": "will be", "tends to": "is sure to", "is said to be": "is",
    "hopes to": "will", "hope to": "will", "plans to": "will", "aims to": "will", "was likely to": "would",
}  # fmt: skip
OPENING_HEDGES = re.compile(
    r"(?:I|We) (?:think|believe|guess|suppose|suspect|feel|hope|doubt)(?: that)? "
    r"|(?:Perhaps|Maybe|Possibly|Probably|Apparently)(?:,)? |It (?:seems|appears)(?: that)? |In my (?:view|opinion), "
)
HEDGING_OPENERS = ("I think", "I believe", "Perhaps", "Maybe", "It seems that", "In my view,", "I suspect that")
CONDITIONS = {"if": ("when", "because"), "unless": ("if", "because"), "as long as": ("because",),
              "provided": ("because",), "until": ("after",), "whether": ("that",)}  # fmt: skip
NOT_CONDITIONS = "as even only what and or but see know wonder sure unclear say tell".split()

PRONOUNS = {
    "he": ("I", "she", "they"), "she": ("he", "I"), "they": ("we", "he"), "we": ("they", "I"), "I": ("he", "we"),
    "his": ("my", "their"), "our": ("their", "his"), "their": ("our", "his"), "him": ("me", "them"),
    "them": ("us", "him"), "us": ("them",), "my": ("his", "our"), "me": ("him", "us"), "himself": ("myself",),
    "themselves": ("ourselves",), "hers": ("mine",), "your": ("my",),
}  # fmt: skip
PLACES = _ring(
    "Israel Iran Iraq France Germany Japan China India Brazil Russia Spain Italy Canada Mexico Australia Ireland"
    " Scotland Wales England Britain Turkey Greece Poland Sweden Norway Denmark Kenya Nigeria Egypt London Paris"
    " Berlin Tokyo Washington Chicago Boston Moscow Madrid Rome Dublin Texas Florida California Ohio Iowa Michigan"
)
SURNAMES = (
    "Harmon", "Whitlock", "Ostrander", "Pellew", "Quincey", "Ravensworth", "Tolliver", "Umfreville", "Vanterpool",
    "Yarborough", "Abernathy", "Bickerstaff", "Castellane", "Dunwoody", "Ellingham", "Featherstone",
)  # fmt: skip
MONTHS = _ring("January February April June July August September October November December")
DAYS = _ring("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
COUNTS = _ring("two three four five six seven eight nine ten eleven twelve")
ORDINALS = _ring("third fourth fifth sixth seventh eighth ninth tenth")
DIGITS_OF = {name: str(i) for i, name in enumerate(COUNTS, start=2)}
UNITS = _pairs(
    "million/billion mln/bln miles/kilometres dollars/pounds dollars/euros tonnes/ounces hours/minutes days/weeks"
    " months/years weeks/months barrels/gallons pct/points percent/points dlrs/yen metres/feet hour/minute year/month"
    " hundred/thousand thousand/million trillion/billion stg/dlrs marks/francs tons/pounds inches/feet acres/miles"
    " kilograms/ounces kg/lb km/m cents/dollars day/week"
)

SPELLINGS = _pairs(
    "colour/color labour/labor favour/favor honour/honor behaviour/behavior neighbour/neighbor harbour/harbor"
    " centre/center theatre/theater metre/meter organise/organize organised/organized organisation/organization"
    " recognise/recognize recognised/recognized realise/realize realised/realized apologise/apologize"
    " defence/defense offence/offense licence/license travelled/traveled travelling/traveling cancelled/canceled"
    " programme/program programmes/programs grey/gray e-mail/email e-mails/emails e-mailed/emailed"
    " favourite/favorite rumour/rumor rumours/rumors analyse/analyze modelling/modeling jewellery/jewelry"
    " web_site/website on-line/online catalogue/catalog cheque/check tyre/tire aluminium/aluminum"
    " judgement/judgment ageing/aging traveller/traveler counsellor/counselor marvellous/marvelous"
    " privatisation/privatization criticised/criticized criticise/criticize emphasise/emphasize"
    " specialise/specialize minimise/minimize maximise/maximize colours/colors neighbours/neighbors"
    " workers/workers centres/centers theatres/theaters co-operation/cooperation co-operate/cooperate"
    " co-ordinate/coordinate co-ordination/coordination"
)
SPELLINGS = {one: others for one, others in SPELLINGS.items() if one not in ("workers", "check", "tire", "meter")}
TITLES = {"Sen.": "Senator", "Rep.": "Representative", "Gov.": "Governor", "Gen.": "General", "Mr.": "Mr",
          "Mrs.": "Mrs", "Dr.": "Dr", "Prof.": "Professor", "Mr": "Mr.", "Mrs": "Mrs.", "Dr": "Dr."}  # fmt: skip
SYNONYMS = _pairs(
    "big/large start/begin started/began starting/beginning help/assist helped/assisted quick/fast quickly/rapidly"
    " important/significant company/firm companies/firms people/folks buy/purchase job/post get/obtain show/display"
    " huge/enormous children/kids house/home houses/homes talk/speak talks/speaks talking/speaking end/finish"
    " ended/finished difficult/hard easy/simple clever/smart film/movie films/movies beautiful/lovely road/street"
    " problem/issue problems/issues keep/retain kept/retained nice/pleasant whole/complete work/toil money/cash"
    " famous/renowned choose/select chosen/selected seat/chair"
    " answer/reply car/vehicle cars/vehicles ship/vessel ships/vessels need/require needed/required idea/notion"
    " ideas/notions area/zone areas/zones view/opinion move/step moves/steps deal/agreement fight/battle"
    " shop/store shops/stores game/match games/matches player/sportsman leader/head chief/head woman/lady"
    " man/gentleman rich/wealthy sad/unhappy glad/pleased small/little town/city quiet/silent"
)
TENSES = _pairs(
    "is/was are/were has/had says/said wants/wanted makes/made takes/took goes/went comes/came"
    " gives/gave needs/needed knows/knew does/did uses/used shows/showed works/worked includes/included"
    " remains/remained begins/began becomes/became leads/led holds/held runs/ran"
)
CONTRACTIONS = _pairs("it_is/it's that_is/that's there_is/there's he_is/he's she_is/she's they_are/they're we_are/we're"
                      " I_am/I'm you_are/you're I_have/I've we_have/we've they_have/they've")  # fmt: skip
FILLERS = (", you know,", ", um,", ", I mean,", ", uh,", ", er,")
LIGHT = (
    "very new old big great young good main famous local major small little large special simply really quickly"
    " international social public political different"
).split()
NEUTRAL = ("famous", "local", "young", "familiar", "lovely", "sunny", "wooden", "friendly")

NEGATIONS = (
    r"not|cannot|never|no|nor|neither|none|nobody|nothing|nowhere|without|hardly|barely|scarcely|seldom|\w+n['’]t"
)
LIMITERS = (
    r"but|unless|except|if|although|though|however|while|whereas|despite|until|only|provided|yet|otherwise|instead"
)
_REPORTS = (
    r"sa(?:y|id|ys|ying)|told|tells?|claim\w*|alleg\w*|den(?:y|ies|ied|ying)|believ\w+|th(?:ink|inks|ought)|suggest\w*"
    r"|argu\w+|warn\w*|ask\w*|according|report\w*|accus\w+|doubt\w*|fals\w*|true|untrue|reject\w*|insist\w*|hop(?:e|es|ed|ing)"
    r"|expect\w*|predict\w*|estimat\w*|admit\w*|confirm\w*|announc\w*|add(?:s|ed)|declar\w*|assum\w*|seem\w*|appear\w*"
    r"|rumou?r\w*|suppos\w*|wonder\w*|plan\w*|fail\w*|refus\w*|unlikely|like?ly|about|around"
)
_AMOUNTS = (
    r"all|some|many|most|few|fewer|every\w*|each|any\w*|several|both|either|half|more|less|least|much|majority|minority|always"
    r"|often|sometimes|usually|rarely|almost|nearly|roughly|approximately|mostly|mainly|largely|partly|generally|typically"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundreds?|thousands?|millions?|billions?"
    r"|dozens?|first|second|third|fourth|fifth|last|next|once|twice|double|quarter|just|even|perhaps|maybe|possibl[ey]"
    r"|probabl[ey]|apparently|quite|rather|somewhat|too|also|still|already|ever|again|\w*\d\S*"
)
_MODALS = (
    r"may|might|could|would|can|should|must|will|shall|ought|able|need\w*|have to|has to|had to|when"
    r"|whether|because|so"
)
_TURNED = "|".join(re.escape(one) for one in [*DIRECTIONS, *PREFIXED])
WEIGHTY = re.compile(
    rf"\b(?:or|{NEGATIONS}|{LIMITERS}|{_REPORTS}|{_AMOUNTS}|{_MODALS}|{_TURNED})\b|['’](?:ll|d)\b|[?%$£]", re.IGNORECASE
)
