"""What a change of words puts at risk. Explicit lists, not similarity: a small word may turn a sentence round."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A word as it is compared, and as it stands (`shown`); `named` says that it is written as a name there."""

    key: str
    shown: str
    number: bool = False
    named: bool = False


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _plain(word: str) -> str:
    """Return a word as its kin begin, whichever way it is spelled: "selling" and "seling", "praise" and "praize"."""
    return word.replace("ll", "l").replace("z", "s")


_CLASSES = {
    "negation": _set(
        "not no never none nobody nothing neither nor nowhere without cannot hardly barely scarcely rarely seldom ain't"
        " refuse refuses refused deny denies denied fail fails failed lack lacks lacked false untrue"
    ),
    "unit": _set(
        "percent dollar pound euro yen cent cents pence penny km mile miles metre metres meter meters feet foot inch"
        " inches kg ton tons tonne tonnes gram grams ounce ounces litre litres liter liters gallon gallons barrel"
        " barrels acre acres hectare hectares second seconds minute minutes hour hours day days week weeks month months"
        " year years decade decades century centuries degree degrees celsius fahrenheit point points mph kph"
        " francs marks lire rupees pesos kronor yuan roubles rubles shekels watts"
        " kilowatts megawatts gigawatts kilometers yards yard votes seats percentage kilometer milligrams bushels"
        " mln bln trln bn mn hundreds thousands millions billions trillions dozens annual annually monthly"
        " weekly daily hourly quarterly"
    ),
    "date": _set(
        "january february march april may june july august september october november december jan feb mar apr jun jul"
        " aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday"
        " tonight last next previous ago earlier later recently soon already yet still now then morning afternoon"
        " evening night noon midnight spring summer autumn winter quarter"
    ),
    "modal": _set("will would may might can could must should shall ought gonna won't wouldn't can't couldn't cannot"),
    "quantifier": _set(
        "least all some most many few fewer every each any none both half several much majority minority everyone"
        " everybody someone"
        " somebody anyone anybody nobody always often sometimes usually never rarely only whole entire entirely"
        " every everything something anything totally completely partly mostly mainly single"
    ),
    "hedge": _set(
        "think thinks thought believe believes believed guess suppose seem seems seemed appear appears appeared maybe"
        " perhaps possibly possible probably probable apparently allegedly alleged reportedly likely unlikely"
        " potentially potential roughly approximately nearly almost hopefully suspect suspects suspected suggests"
        " suggest suggested definitely certainly surely clearly certain sure doubt doubtless estimated supposedly"
        " presumably arguably seemingly ostensibly purportedly fairly somewhat around about hope hopes expect expects"
        " expected try tries tried claims claimed"
    ),
    "condition": _set(
        "if unless until except but although though however whether otherwise only provided providing"
        " assuming because despite"
        " barring till"
    ),
    "pronoun": _set(
        "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her"
        " hers herself they them their theirs themselves it its itself"
    ),
}
_MONTHS_OR_VERBS = ("may", "march")
_PHRASES = {"condition": ("as long as", "so long as", "in case", "on condition")}
_OPPOSITES = [
    tuple(_plain(pair).split("/"))
    for pair in (
        "increas/decreas increas/reduc increas/reduct rais/lower rais/cut rise/fall rising/falling rose/fell"
        " risen/fallen grow/shrink"
        " grew/shrank grew/shrink grow/shrank expand/shrink expand/shrank expand/shrunk up/down upward/downward"
        " higher/lower high/low more/less more/fewer most/least support/oppos"
        " support/reject accept/reject approv/reject approv/oppos agre/disagre win/lose winning/losing won/lost"
        " winner/loser gain/lose gain/losing gain/loss gain/lost profit/loss buy/sell bought/sold buy/sold bought/sell"
        " import/export open/clos start/stop"
        " start/end start/finish begin/end began/ended begun/ended allow/ban allow/forbid permit/forbid permit/prohibit"
        " allow/prevent before/after first/last best/worst better/worse over/under above/below for/against with/without"
        " into/from to/from in/out inside/outside strong/weak strengthen/weaken improv/worsen success/failur"
        " succeed/fail"
        " confirm/deny confirm/denied love/hate like/dislike friend/enem ally/enem left/right north/south east/west"
        " northern/southern eastern/western guilty/innocent legal/illegal safe/dangerous safe/unsafe true/false"
        " right/wrong good/bad easy/hard easy/difficult early/late earlier/later fast/slow faster/slower rich/poor"
        " large/small larger/smaller big/small bigger/smaller great/small long/short longer/shorter old/new older/newer"
        " old/young older/younger heavy/light hot/cold peace/war life/death born/died live/die alive/dead male/female"
        " men/women man/woman mother/father son/daughter boy/girl add/remov add/subtract join/leave joined/left"
        " arriv/depart come/go came/went enter/leave enter/exit hire/fire hired/fired build/destroy built/destroyed"
        " attack/defend advanc/retreat expand/contract accelerat/slow maximum/minimum majority/minority public/private"
        " positive/negative optimist/pessimist hope/despair hope/fear lend/borrow give/take gave/took given/taken"
        " giving/taking push/pull rise/drop rose/dropped rising/dropping climb/fall climbed/fell jump/fall jump/drop"
        " surge/plunge surg/plung soar/plummet expens/cheap credit/debit surplus/deficit ahead/behind near/far"
        " include/exclude includ/exclud deny/admit denied/admitted deni/admit praise/criticis prais/criticiz"
        " prais/condemn"
        " encourag/discourag lift/impos lift/lower lift/cut backed/opposed backing/opposing back/oppos favor/oppos"
        " increas/cut grow/declin grow/fall rise/declin rose/declined gain/fall gain/drop gained/fell"
        " upper/lower top/bottom"
        " pass/fail love/hat victor/defeat victim/perpetrator teacher/student employer/employe parent/child"
        " predecessor/successor always/never yes/no full/empty hard/soft light/dark day/night deeper/shallower"
        " wide/narrow widen/narrow tighten/loosen tight/loose harder/easier harm/help help/hinder prevent/caus"
    ).split()
]
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "de", "anti")
_CONTRACTED = {"won't": ("will", "not"), "can't": ("can", "not"), "cannot": ("can", "not"), "ain't": ("is", "not"),
               "shan't": ("shall", "not"), "let's": ("let", "us"), "gonna": ("going", "to"), "wanna": ("want", "to"),
               "gotta": ("got", "to"), "y'all": ("you", "all")}  # fmt: skip
_ENDINGS = {"n't": "not", "'re": "are", "'ll": "will", "'ve": "have", "'m": "am", "'d": "would"}
_IS = frozenset("it he she that this there here what who where how when i one everyone".split())
_FILLERS = re.compile(
    r"\b(?:u+m+|u+h+|er+m?|ah+|you know|i mean|sort of|kind of|well|so|look|like|ok|right|actually|basically|frankly"
    r"|literally|honestly|listen|folks|and|oh|yeah)\b"
)
_SHORTEST = 3
_INFLECTIONS = _set(
    "s e es ed d ing er ers ion ions ies y ied al ure ures ism ist ive ance ment n en able ful th ths"
    " ation ting ning ped ted"
    " ses ly ity ors or"
) | {""}


def expanded(keys: Iterable[str]) -> list[str]:
    """Return words with their contractions written out: "don't" as "do not"."""
    found: list[str] = []
    for key in keys:
        if key in _CONTRACTED:
            found += _CONTRACTED[key]
            continue
        ending = next((end for end in _ENDINGS if key.endswith(end) and len(key) > len(end)), None)
        if ending:
            found += [key.removesuffix(ending), _ENDINGS[ending]]
        elif key.endswith("'s") and key[:-2] in _IS:
            found += [key[:-2], "is"]
        else:
            found.append(key)
    return found


def is_clean_up(quoted: Sequence[str], stored: Sequence[str]) -> bool:
    """Say whether a change only leaves out fillers, or writes a contraction out or in."""
    left = " ".join(stored)
    if not quoted:
        return not _FILLERS.sub("", left).split()
    return expanded(quoted) == expanded(_FILLERS.sub("", left).split())


def is_pronoun(word: str) -> bool:
    """Say whether a word is a pronoun, contracted or not."""
    return expanded([word.lower().replace("’", "'")])[0] in _CLASSES["pronoun"]


def risks(quoted: Sequence[Term], stored: Sequence[Term]) -> tuple[str, ...]:
    """Return what is at risk where a quotation has the words `quoted` and its story `stored`; nothing for fillers."""
    keys, held = [term.key for term in quoted], [term.key for term in stored]
    if is_clean_up(keys, held):
        return ()
    new, old = Counter(expanded(keys)), Counter(expanded(held))
    added, gone = set(new - old), set(old - new)
    changed = {**dict.fromkeys(_CLASSES, added | gone), "date": (added | gone) - _verbs((*quoted, *stored))}
    found = [name for name, listed in _CLASSES.items() if changed[name] & listed]
    found += [name for name, listed in _PHRASES.items() if name not in found and _differ(keys, held, listed)]
    if _numbers(quoted) != _numbers(stored):
        same = {key.lstrip("#-") for key in _numbers(quoted)} == {key.lstrip("#-") for key in _numbers(stored)}
        found.append("sign" if same else "number")
    if any(_denies(a, b) or _denies(b, a) for a in added for b in gone) and "negation" not in found:
        found.append("negation")
    if any(_opposed(a, b) for a in added for b in gone):
        found.append("direction")
    if _renamed(quoted, stored, added, gone):
        found.append("name")
    return tuple(found)


def _verbs(terms: Sequence[Term]) -> set[str]:
    """Return the words that are months with a capital letter only, and have none."""
    return set(_MONTHS_OR_VERBS) - {term.key for term in terms if not term.shown.islower()}


def _differ(keys: Sequence[str], held: Sequence[str], phrases: Iterable[str]) -> bool:
    """Say whether only one of two runs of words has one of the phrases."""
    one, other = (f" {' '.join(run)} " for run in (keys, held))
    return any((f" {phrase} " in one) != (f" {phrase} " in other) for phrase in phrases)


def _numbers(terms: Sequence[Term]) -> Counter[str]:
    return Counter(term.key for term in terms if term.number)


def _renamed(quoted: Sequence[Term], stored: Sequence[Term], added: set[str], gone: set[str]) -> bool:
    """Say whether a name is added or replaced; one that is only left out is no swap."""
    new = any(term.named and term.key in added for term in quoted)
    return new or (bool(quoted) and any(term.named and term.key in gone for term in stored))


def _denies(one: str, other: str) -> bool:
    if any(one == prefix + other for prefix in _PREFIXES) and len(other) >= _SHORTEST:
        return True
    return one.endswith("less") and other.startswith(one[:-4]) and len(one) > len("less") + 2


def _opposed(one: str, other: str) -> bool:
    one, other = _plain(one), _plain(other)
    return any(
        (_begins(one, a) and _begins(other, b)) or (_begins(one, b) and _begins(other, a)) for a, b in _OPPOSITES
    )


def _begins(word: str, stem: str) -> bool:
    """Say whether a word is the stem with one of the commonest endings, or whole."""
    if not word.startswith(stem):
        return False
    return word[len(stem) :] in _INFLECTIONS
