"""First names that are mostly a man's or mostly a woman's, and short forms of some."""

MEN = frozenset(
    """
    aaron abdul abraham adam adrian ahmed al alan albert alex alexander alfred ali allen amir andre andrew andy
    anthony antonio arthur barack barry ben benjamin bernard bernie bill billy bob bobby boris brad brandon brett
    brian bruce bryan calvin carl carlos charles charlie chris christian christopher chuck clarence claude colin corey
    craig cyrus damian dan daniel danny darren dave david dennis derek diego dick don donald doug douglas drew dwight
    ed eddie edgar edmund eduardo edward edwin eli elliott emmanuel eric ernest ethan eugene evan felix fernando
    francis francisco frank franklin fred frederick gabriel gary gavin geoffrey george gerald gerry giorgio glenn
    gordon graham greg gregory guy hans harold harry harvey hassan hector henry herbert herman howard hugh hugo ian
    ibrahim igor isaac ivan jack jacob jacques jake james jamie jared jason javier jay jean jeb jeff jeffrey jeremy
    jerome jerry jesse jim jimmy joe joel john johnny jon jonathan jordan jorge jose joseph josh joshua juan julian
    justin karl keith ken kenneth kevin kurt kyle lance larry laurence lawrence lee leo leon leonard liam lindsey
    lionel lloyd louis luca luis luke malcolm manuel marc marco marcus mario mark martin marvin matt matthew maurice
    max melvin michael miguel mike mitch mitt mohamed mohammed morris moses nathan neil newt nicholas nick nigel
    norman oliver omar oscar otto owen pablo pat patrick paul pedro perry pete peter phil philip pierre rafael rahul
    ralph ramon rand randy raul ray raymond reginald rex ricardo richard rick rob robert roberto rodney roger roland
    ron ronald ross roy rudy russell ryan sam samuel scott sean sebastian sergei seth shawn sidney simon stan stanley
    stephen steve steven stewart stuart ted terrence terry theodore thomas tim timothy toby todd tom tommy tony travis
    trevor troy tyler vernon victor vincent vladimir wallace walter warren wayne wesley will william winston xavier
    yusuf zach
    """.split()
)
WOMEN = frozenset(
    """
    abigail ada adele aisha alexandra alice alicia alison allison amanda amber amelia amy ana andrea angela angelina
    anita ann anna anne annette annie april ariana ashley audrey barbara beatrice becky bella beth betty beverly
    brenda bridget brittany camille candace carla carly carmen carol caroline carolyn catherine cathy cecilia celia
    charlotte chelsea cheryl chloe christina christine cindy claire clara claudia condoleezza connie constance cynthia
    daisy dana daniela danielle dawn deborah debbie debra denise diana diane dianne dolores donna dora doris dorothy
    edith eileen elaine eleanor elena elisabeth elizabeth ella ellen elsa emily emma erica erin esther eva eve evelyn
    faith fatima felicity fiona florence frances gail georgia gina gladys gloria grace greta gwen hannah harriet hazel
    heather heidi helen hillary holly hope huma ida ines ingrid irene iris isabel isabella ivanka jacqueline jane
    janet janice jasmine jean jeanne jennifer jenny jessica jill jo joan joanna jocelyn josephine joy joyce juanita
    judith judy julia julie june karen kate katherine kathleen kathryn kathy katie katrina kayleigh keira kellyanne
    kelly kimberly kirsten kristen kristin laila lara laura lauren laurie leah leila leslie lily linda lisa liz
    loretta lori lorraine louise lucia lucy lydia lynn mabel madeleine maggie marcia margaret maria marian marie
    marilyn marjorie marsha martha mary maureen maxine megan megyn melania melinda melissa mercedes michelle mildred
    miranda miriam molly monica nadia nancy naomi natalie natasha nicola nicole nina nora norma olga olivia omarosa
    pamela patricia patty paula pauline peggy penelope phyllis priya rachel rebecca regina renee rita roberta robin
    rosa rose rosemary ruth sabrina sally samantha sandra sara sarah shannon sharon sheila shelly shirley silvia
    simone sofia sonia sophia sophie stacy stella stephanie sue susan suzanne sylvia tamara tammy tanya tara teresa
    theresa tiffany tina tracy ursula valerie vanessa vera veronica victoria viola virginia vivian wendy whitney
    yasmin yolanda yvonne zoe
    """.split()
)
SHORT = {
    "al": "albert",
    "andy": "andrew",
    "ben": "benjamin",
    "bernie": "bernard",
    "beth": "elizabeth",
    "bill": "william",
    "billy": "william",
    "bob": "robert",
    "bobby": "robert",
    "charlie": "charles",
    "chris": "christopher",
    "chuck": "charles",
    "dan": "daniel",
    "danny": "daniel",
    "dave": "david",
    "debbie": "deborah",
    "dick": "richard",
    "don": "donald",
    "doug": "douglas",
    "ed": "edward",
    "eddie": "edward",
    "fred": "frederick",
    "greg": "gregory",
    "jeff": "jeffrey",
    "jim": "james",
    "jimmy": "james",
    "joe": "joseph",
    "johnny": "john",
    "jon": "jonathan",
    "josh": "joshua",
    "kate": "katherine",
    "kathy": "katherine",
    "ken": "kenneth",
    "larry": "lawrence",
    "liz": "elizabeth",
    "maggie": "margaret",
    "matt": "matthew",
    "mike": "michael",
    "mitch": "mitchell",
    "nick": "nicholas",
    "pat": "patrick",
    "peggy": "margaret",
    "pete": "peter",
    "phil": "philip",
    "rick": "richard",
    "rob": "robert",
    "ron": "ronald",
    "sam": "samuel",
    "steve": "steven",
    "sue": "susan",
    "ted": "edward",
    "tim": "timothy",
    "tom": "thomas",
    "tony": "anthony",
    "will": "william",
}
