"""The words of dates: months and days of the week in the languages that we read, words of birth and of other events."""

from __future__ import annotations

from typing import Final

from discovery.detection.word_lists import listed

MONTHS: Final[dict[str, int]] = {}
for _names in (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feb mrz apr mai jun jul aug sept okt nov dez",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv fevrier mars avr mai juin juil aout sept oct nov decembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november december",
    "ene feb mar abr may jun jul ago sep oct nov dic",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
):
    for _number, _name in enumerate(_names.split(), start=1):
        MONTHS.setdefault(_name, _number)
WEEKDAYS: Final = listed(
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag"
    " sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes"
    " sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag"
    " vrijdag zaterdag zondag segunda-feira terça-feira quarta-feira quinta-feira sexta-feira poniedziałek wtorek"
    " środa czwartek piątek niedziela"
)
SHORT_WEEKDAYS: Final = listed("mon tue tues wed thu thur thurs fri sat sun mo di mi do fr sa so")
BIRTH_WORDS: Final = (
    "dob", "d.o.b", "d.o.b.", "date of birth", "birth date", "birthdate", "birthday", "born", "born on", "geboren",
    "geb.", "geb", "geburtsdatum", "né", "née", "né(e) le", "date de naissance", "naissance", "ddn",
    "fecha de nacimiento", "nacido", "nacida", "nato", "nata", "data di nascita", "geboortedatum", "geboren op",
    "data urodzenia", "data de nascimento", "birth", "date_of_birth", "date-of-birth", "dateofbirth", "d o b",
    "geburtstag", "data nascita", "né le", "née le", "nato il", "nata il", "fødselsdato", "født", "född",
    "födelsedatum", "syntymäaika", "ur.", "urodzony", "urodzona", "nascido", "nascida", "geboorte",
    "fecha nacimiento", "birth_date", "birth-date", "born in",
)  # fmt: skip
OTHER_EVENTS: Final = (
    "joined", "started", "hired", "employed", "since", "expires", "expiry", "issued", "valid", "dated", "died",
    "deceased", "sent", "signed", "married", "moved", "admission", "appointment", "received", "date of issue",
    "start date", "registered",
)  # fmt: skip
LEADS_TO_A_YEAR: Final = listed(
    "in since until till during year years circa early late mid spring summer autumn fall winter jahr jahre seit depuis"
    " année en desde año nel dal anno sinds jaar em ano roku år act"
)
