"""The verbs that report what someone says, writes or thinks aloud."""

_FINITE = """
barked accused acknowledged acknowledges added adds admitted admits advised advises affirmed affirms agreed agrees
alleged alleges announced announces answered answers argued argues asked asks asserted asserts assured assures
believed believes boasted boasts bragged brags called calls cautioned cautions charged charges cited cites claimed
claims commented comments complained complains conceded concedes concluded concludes confessed confesses confirmed
confirms contended contends continued continues countered counters cried cries criticized criticised declared declares
defended demanded demands denied denies denounced described describes disclosed discloses emphasized emphasised
emphasizes estimated estimates exclaimed exclaims explained explains expressed expresses feared fears gloated grumbled
grumbles gushed hinted hints hoped hopes indicated indicates inquired insisted insists instructed interjected
interjects interrupted joked jokes lamented laments maintained maintains mentioned mentions mocked mumbled murmured
mused muses muttered noted notes objected objects observed observes offered opined opines ordered pleaded pleads
pledged pledges pointed points posted posts praised predicted predicts preached proclaimed proclaims promised promises
proposed proposes protested protests pronounced quipped quips ranted read reads reasoned reassured recalled recalls
recounted recounts reflected reiterated reiterates rejoined related remarked remarks remembered remembers reminded
reminds repeated repeats replied replies reported reports responded responds retorted retorts revealed reveals roared
ruled said say says screamed shouted shouts shot sighed signaled slammed snapped sneered speculated speculates spoke
stammered stated states stressed stresses suggested suggests summarized swore tells testified testifies thought thinks
thundered told touted tweeted tweets urged urges uttered voiced volunteered vowed vows wailed warned warns went
whispered whispers wondered wonders writes wrote yelled yells
"""
_PARTICIPLES = """
accusing acknowledging adding admitting advising affirming alleging announcing answering arguing asking asserting
assuring boasting bragging calling cautioning charging citing claiming commenting complaining conceding concluding
confessing confirming contending continuing countering crying declaring demanding denying denouncing describing
emphasizing emphasising exclaiming explaining expressing hinting indicating insisting joking lamenting maintaining
mentioning muttering noting objecting observing pleading pledging pointing posting predicting proclaiming promising
protesting quipping quoting recalling remarking reminding repeating replying reporting responding revealing saying
screaming shouting stating stressing suggesting telling testifying thinking tweeting urging vowing warning whispering
wondering writing yelling
"""
# These report speech only with something said beside them: "the sign read", "he went", "she called the tax ...".
_LOOSE = "called calls calling went read reads ruled shot spoke thought thinks thinking believed believes pointed posts"

_NOUNS = """
answers charges claims comments demands estimates fears hopes notes objects posts promises protests reads remarks
replies reports states thought tweets
"""

NOUN_LIKE = frozenset(_NOUNS.split())
FINITE = frozenset(_FINITE.split())
PARTICIPLES = frozenset(_PARTICIPLES.split())
LOOSE = frozenset(_LOOSE.split())
REPORTING = FINITE | PARTICIPLES
BASE = frozenset("add admit argue ask claim insist note promise say state suggest tell warn write".split())
