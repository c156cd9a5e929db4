"""Facts about a person that are no identifiers: age, gender, nationality."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.documents import Kind

PEOPLES: Final = (
    "British|English|Scottish|Welsh|Irish|French|German|Dutch|Belgian|Spanish|Portuguese|Italian|Austrian|Swiss|Polish"
    "|Czech|Slovak|Hungarian|Romanian|Bulgarian|Greek|Turkish|Ukrainian|Russian|Swedish|Norwegian|Danish|Finnish"
    "|Icelandic|Estonian|Latvian|Lithuanian|Croatian|Serbian|Bosnian|Slovenian|Albanian|American|Canadian|Mexican"
    "|Brazilian|Argentinian|Chilean|Colombian|Peruvian|Venezuelan|Cuban|Jamaican|Nigerian|Ghanaian|Kenyan|Ethiopian"
    "|Somali|Egyptian|Moroccan|Algerian|Tunisian|South African|Indian|Pakistani|Bangladeshi|Sri Lankan|Nepalese|Chinese"
    "|Japanese|Korean|Vietnamese|Thai|Filipino|Indonesian|Malaysian|Australian|New Zealand(?:er)?|Iranian|Iraqi|Syrian"
    "|Lebanese|Israeli|Saudi|Afghan|Kuwaiti|Jordanian|Yemeni|Libyan|Sudanese|Eritrean|Ugandan|Tanzanian|Rwandan"
    "|Congolese|Cameroonian|Senegalese|Ivorian|Zimbabwean|Zambian|Malian|Angolan|Mozambican|Chechen|Georgian|Armenian"
    "|Azerbaijani|Kazakh|Uzbek|Mongolian|Tibetan|Burmese|Cambodian|Singaporean|Taiwanese|Macedonian|Montenegrin|Kosovan"
    "|Moldovan|Belarusian|Maltese|Cypriot|Luxembourgish|Greenlandic|Greenlander|Faroese|Catalan|Basque|European|African"
    "|Asian|Kurdish|Palestinian|Bolivian|Ecuadorian|Paraguayan|Uruguayan|Guatemalan|Honduran|Haitian|Dominican|Fijian|Belorussian|Luxembourger"
    "|Sierra Leonean|Bahraini|Qatari|Emirati|Omani|Laotian|Bruneian|Maldivian|Bhutanese|Kyrgyz|Tajik|Turkmen|Andorran"
    "|Monegasque|Sammarinese|Liechtensteiner|Gambian|Guinean|Liberian|Beninese|Togolese|Burkinabe|Nigerien|Chadian"
    "|Gabonese|Burundian|Malawian|Namibian|Batswana|Basotho|Swazi|Malagasy|Mauritian|Seychellois|Comorian|Djiboutian"
    "|Panamanian|Costa Rican|Nicaraguan|Salvadoran|Belizean|Barbadian|Trinidadian|Grenadian|Guyanese|Surinamese|Samoan"
    "|Tongan|Papua New Guinean|Scots|Englishman|Englishwoman|Irishman|Irishwoman|Scotsman|Frenchman|Frenchwoman"
    "|Dutchman|Welshman|Pole|Dane|Swede|Finn|Turk|Spaniard|Briton"
)

RECOGNISERS: Final = (
    PatternRecogniser(
        name="age",
        kind=Kind.AGE,
        what="an age",
        pattern=r"(?i)(?<![\w.-])(?:(?:aged|age(?: of)?|âgée? de|alter(?: von)?|edad|età|leeftijd)[ :=]{1,3}(?:is )?"
        r"(?P<value>1[01]\d|[1-9]?\d)(?![\w.,:/-]\d|\w)(?: ?(?:years?|yrs?|ans|jahre|años)(?: old)?(?!\w))?)",
        score=0.7,
        source="a label or a participle before a number up to 119",
    ),
    PatternRecogniser(
        name="age_in_words",
        kind=Kind.AGE,
        what="an age",
        pattern=r"(?i)(?<![\w.,-])(?:1[01]\d|[1-9]?\d)(?:[ -](?:years?|yrs?|months?|weeks?)[ -](?:old|of age)"
        r"| ?y/?o| jahre alt| ans(?= ?[,.;)])| años de edad)(?!\w)",
        score=0.75,
        source="a number up to 119 and the words for years of age",
        against=("company", "building", "policy", "software", "system", "whisky", "contract"),
    ),
    PatternRecogniser(
        name="age_reached",
        kind=Kind.AGE,
        what="an age that somebody reached or had",
        pattern=r"(?i)(?<![\w.])(?:(?:i|he|she|we|they|who|brother|sister|son|daughter|mother|father|mum|mom|dad|wife"
        r"|husband|partner|child|baby|twins)(?:'(?:s|ve|d|ll))? (?:have |has |had |will |is |was )?"
        r"(?:just |recently |soon )?turn(?:ed|s|ing)?|when (?:i|he|she|they) (?:was|were|am|is)|at the age of) "
        r"(?P<value>1[01]\d|[1-9]?\d)(?=[.,;:!?)]?(?:\s|$))"
        r"(?! ?(?:per|%|°|degrees?|pages?|corners?|miles?|km|minutes?|hours?|days?|weeks?|metres?|points?|times"
        r"|\w{1,20} (?:behind|ahead|late|early|away|from)))",
        score=0.65,
        source="somebody who turned a number up to 119, or was it at a time",
        trigger=r"(?i)turn(?:ed|s|ing)? \d|when (?:i|he|she|they) (?:was|were|am|is) \d|at the age of \d",
    ),
    PatternRecogniser(
        name="gender",
        kind=Kind.GENDER,
        what="a gender behind its label",
        pattern=r"(?i)(?<![a-z])(?:gender|sex|sexe|geschlecht|genre|sexo|gender identity)"
        r"[\"']?[ \t]{0,2}[:=|][ \t\"']{0,3}"
        r"(?P<value>female|male|woman|man|non-binary|nonbinary|transgender|diverse|divers|weiblich|männlich|femme|homme"
        r"|féminin|masculin|mujer|hombre|prefer not to say|[fmwdx])(?!\w)",
        score=0.75,
        source="the label of a form",
        trigger=r"(?i)gender|sex|geschlecht|genre",
    ),
    PatternRecogniser(
        name="nationality",
        kind=Kind.NATIONALITY,
        what="a nationality behind its label",
        pattern=r"(?i)(?<![a-z])(?:nationality|citizenship|nationalité|staatsangehörigkeit|nationalität|nacionalidad"
        r"|country of citizenship)[\"']?(?: is)?[ \t]{0,2}[:=|]?[ \t\"']{1,3}(?P<value>(?-i:[A-ZÀ-Þ][a-zß-ÿ]{2,20}"
        r"(?: [A-ZÀ-Þ][a-zß-ÿ]{2,20})?)|"
        r"deutsch|österreichisch|schweizerisch|türkisch|polnisch|italienisch|französisch|britisch|spanisch|griechisch"
        r"|rumänisch|ukrainisch|russisch|syrisch|afghanisch|kroatisch|serbisch|française?|belge|suisse|allemande?"
        r"|italienne?|espagnole?|portugaise?|marocaine?|algérienne?|tunisienne?|britannique|polonaise?|roumaine?"
        r"|español[a]?|italian[ao])(?!\w)",
        score=0.75,
        source="the label of a form",
        trigger=r"(?i)nationalit|citizenship|staatsangehörigkeit|nacionalidad",
    ),
    PatternRecogniser(
        name="nationality_in_words",
        kind=Kind.NATIONALITY,
        what="a nationality",
        pattern=rf"(?<![\w-])(?:{PEOPLES})(?= (?:citizen|national|passport holder|nationality|citizenship))(?!\w)",
        score=0.65,
        source="the name of a people before the word citizen or national",
        trigger=rf"(?:{PEOPLES}) (?:citizen|national|passport|nationality)",
    ),
    PatternRecogniser(
        name="nationality_of_somebody",
        kind=Kind.NATIONALITY,
        what="a nationality that somebody says of a person",
        pattern=rf"(?i)(?<![\w-])(?:i am|i'm|he is|he's|she is|she's|(?:his|her|my) (?:wife|husband|mother|father) is)"
        rf"(?: an?| originally)? (?P<value>{PEOPLES})(?=[.,;!?]|$|\n| (?:and|but|by birth|living|who|too))",
        score=0.6,
        source="the name of a people as what somebody is, and nothing behind it",
        trigger=rf"(?i)(?:am|'m|is|'s)(?: an?| originally)? (?:{PEOPLES})",
    ),
)
