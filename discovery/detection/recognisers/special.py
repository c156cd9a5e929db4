"""Words that point to special categories (GDPR Art. 9) and to criminal matters (Art. 10).

They mark a passage for a person to read, so their score stays low (below 0.6, see `passages`), and each says which
words it rests on.
"""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.passages import PassageFinder
from discovery.documents import Kind

# Who is spoken of: without such a word near, the passage is more likely about a subject than about a person.
_PERSONAL: Final = (
    "he", "she", "they", "his", "her", "their", "my", "i", "me", "him", "employee", "applicant", "patient", "claimant",
    "customer", "colleague", "member", "mr", "mrs", "ms", "is", "was", "er", "sie", "ihr", "sein", "seine", "ihre",
    "il", "elle", "son", "sa", "ses", "leur", "seiner", "herr", "frau", "m", "mme", "has", "identifies", "practising",
    "declared",
)  # fmt: skip
_GENERAL: Final = ("policy", "survey", "statistics", "history of the", "article", "museum", "festival", "leaflet")


def _passage(name: str, kind: Kind, words: str, what: str, score: float = 0.42) -> PassageFinder:
    recogniser = PatternRecogniser(
        name=name,
        kind=kind,
        what=what,
        pattern=rf"(?i)(?<![\w-])(?:{words})(?![\w-])",
        score=score,
        source="common words in English, French and German",
        context=_PERSONAL,
        context_required=True,
        against=_GENERAL,
    )
    return PassageFinder(recogniser)


RECOGNISERS: Final = (
    _passage(
        "biometrics",
        Kind.BIOMETRIC,
        r"fingerprints?|finger scans?|facial recognition|face template|iris scan|retina scan|voiceprint|voice print"
        r"|facial template|voice recognition|biometric (?:data|template|id|identifier|scan)|hand geometry"
        r"|dna (?:profile|sample|test)"
        r"|fingerabdr(?:uck|ücke)"
        r"|gesichtserkennung|iris-scan|empreintes? (?:digitales?|vocales?)|stimmprofil|biometrische daten"
        r"|reconnaissance faciale|données biométriques",
        "a word about biometrics",
    ),
    _passage(
        "religion",
        Kind.RELIGION,
        r"(?:roman )?catholic|protestant|muslim|islamic faith|jewish|hindu|buddhist|sikh|atheist"
        r"|jehovah's witness(?:es)?"
        r"|quaker|mormon|orthodox christian|christian faith|religious beliefs?|church tax|kirchensteuer|katholisch"
        r"|evangelisch|muslimisch|jüdisch|konfession|catholique|musulmane?|juive?|bouddhiste|prayer (?:room|time)s?"
        r"|ramadan|halal meals?|kosher meals?|protestantisch|buddhistisch|islamisch|islamique|juif|chrétienne?|athée"
        r"|musulman|converted to (?:islam|judaism|christianity)",
        "a word about religion or belief",
    ),
    _passage(
        "politics",
        Kind.POLITICAL_OPINION,
        r"member of the (?:labour|conservative|green|liberal democrat|communist|republican|democratic) party"
        r"|(?:labour|conservative|green|republican|democratic) party (?:member|membership|supporter|activist|donor)"
        r"|party member(?:ship)?|political (?:opinions?|views|activist|affiliation)"
        r"|voted (?:for|leave|remain|labour|green)"
        r"|mitglied der (?:spd|cdu|csu|fdp|afd|grünen|linken)|adhérente? (?:du|au) parti|parteimitgliedschaft"
        r"|parteimitglied|parteibuch|politische (?:meinung|gesinnung)|opinions? politiques?|militante? (?:du|de la)",
        "a word about political opinions",
    ),
    _passage(
        "trade_union",
        Kind.TRADE_UNION,
        r"trade union(?: member(?:ship)?| rep(?:resentative)?)?|union (?:member(?:ship)?|rep(?:resentative)?|dues|card)"
        r"|shop steward|member of (?:unite|unison|gmb|usdaw|ver\.?di|ig metall)|gewerkschaft(?:smitglied|lich)?"
        r"|betriebsrat|membre de la (?:cgt|cfdt|cftc)|syndicat|syndiquée?|délégué syndical",
        "a word about trade-union membership",
    ),
    _passage(
        "sexual_life",
        Kind.SEXUAL_LIFE,
        r"sexual orientation|sexual (?:life|history|health)|homosexual|heterosexual|bisexual|lesbian|gay|transgender"
        r"|queer|pansexual|bisexuell|bisexuelle?|civil partner|same-sex (?:partner|spouse|marriage)"
        r"|sexuelle orientierung|homosexuell|lesbisch"
        r"|schwul|orientation sexuelle|homosexuel(?:le)?",
        "a word about sexual life or orientation",
    ),
    _passage(
        "ethnic_origin",
        Kind.ETHNIC_ORIGIN,
        r"ethnic (?:origin|background|group|minority)|ethnicity|racial origin|black (?:british|african|caribbean)"
        r"|white british|mixed race|asian british|south asian origin|roma|traveller community|of [a-z]{4,12} descent"
        r"|skin colou?r|hautfarbe|sinti und roma|couleur de (?:la )?peau"
        r"|ethnische herkunft|herkunft|migrationshintergrund|origine ethnique|origine raciale",
        "a word about ethnic origin",
    ),
    _passage(
        "criminal_matters",
        Kind.CRIMINAL,
        r"criminal (?:record|conviction|offence|proceedings|charge)s?|convicted of|conviction for|arrested (?:for|on)"
        r"|charged with|(?:police )?caution(?:ed)? for|prison sentence|served time|on probation|on parole"
        r"|dbs (?:check|disclosure)"
        r"|suspended sentence|sex offender|restraining order|vorstrafen?|vorbestraft|führungszeugnis|strafverfahren"
        r"|verurteilt wegen|casier judiciaire|condamnée? pour|garde à vue|peine de prison|haftstrafe|auf bewährung"
        r"|released on bail|mise en examen",
        "a word about criminal matters (GDPR Art. 10)",
        0.45,
    ),
)
