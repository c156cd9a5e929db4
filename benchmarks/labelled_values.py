"""Invented people, addresses and numbers by locale, for the labelled set: everything from one seed."""

import datetime
import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

from stdnum import iban as iban_rules
from stdnum import luhn
from stdnum.ca import sin
from stdnum.de import idnr
from stdnum.es import dni
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.nl import bsn
from stdnum.pl import pesel

POOLS = Path(__file__).parent / "labelled_set" / "pools.toml"
LATER = datetime.date(2024, 6, 30)
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
}
IBANS = {"GB": "NWBK{14}", "DE": "{18}", "FR": "{23}", "ES": "{20}", "NL": "ABNA{10}", "IT": "X{22}"}
FIRMS = (
    "Harbour Light Ltd", "Northwind Logistics GmbH", "Blue Fern Studios", "Meridian Freight Inc.", "Kestrel & Sons",
    "Atelier Lumière SARL", "Polder Techniek B.V.", "Ferrand Conseil", "Osprey Analytics", "Redwood Dental Group",
)  # fmt: skip
HOSTS = ["example.org", "example.com", "mail.example.net", "post.example.co.uk"]


@dataclass(frozen=True)
class Pool:
    """What a locale offers to one part of the set."""

    name: str
    language: str
    given: list[str]
    family: list[str]
    street: list[str]
    town: list[tuple[str, str]]
    address: list[str]
    phone: list[str]


def pools(part: int) -> dict[str, Pool]:
    """The pools of the train part (0) or the test part (1): of every list each second place."""
    raw = tomllib.loads(POOLS.read_text(encoding="utf-8"))
    return {
        name: Pool(
            name,
            one["language"],
            one["given"][part::2],
            one["family"][part::2],
            one["street"][part::2],
            list(zip(one["town"], one["postcode"], strict=True))[part::2],
            one["address"],
            one["phone"][part::2] or one["phone"],
        )
        for name, one in raw.items()
    }


class Maker:
    """Makes values, one method a token of the templates; the same seed gives the same values."""

    def __init__(self, seed: int, part: int) -> None:
        self.random = random.Random(seed)
        self.pools = pools(part)
        self.pool = next(iter(self.pools.values()))

    def settle(self, language: str) -> None:
        """Choose the locale of the next passage."""
        fitting = [pool for pool in self.pools.values() if pool.language == language]
        self.pool = self.random.choice(fitting)
        self.given_name = self.random.choice(self.pool.given)
        self.family_name = self.random.choice(self.pool.family)

    def digits(self, shape: str) -> str:
        """A shape with # for any digit and % for one from 2 to 9."""
        places = {"#": "0123456789", "%": "23456789"}
        return "".join(self.random.choice(places.get(sign, sign)) for sign in shape)

    def until(self, shape: str, good) -> str:
        """Digits of a shape that pass a check."""
        while not good(value := self.digits(shape)):
            pass
        return value

    def person(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def other(self) -> str:
        return f"{self.random.choice(self.pool.given)} {self.random.choice(self.pool.family)}"

    def given(self) -> str:
        return self.given_name

    def family(self) -> str:
        return self.family_name

    def swapped(self) -> str:
        return f"{self.family_name}, {self.given_name}"

    def initial(self) -> str:
        return f"{self.given_name[0]}. {self.family_name}"

    def email(self) -> str:
        plain = "".join(
            sign
            for sign in f"{self.given_name}.{self.family_name}".lower()
            if (sign.isascii() and sign.isalnum()) or sign == "."
        )
        tail = self.random.choice(["", "", "7", "_82", "+news"])
        return f"{plain.strip('.')}{tail}@{self.random.choice(HOSTS)}"

    def hidden_email(self) -> str:
        user, _, host = self.email().partition("@")
        return f"{user} [at] {host.replace('.', ' [dot] ')}" if self.random.random() < 0.5 else f"{user}(at){host}"

    def phone(self) -> str:
        return self.digits(self.random.choice(self.pool.phone))

    def address(self) -> str:
        town, postcode = self.random.choice(self.pool.town)
        street = self.street()
        return self.random.choice(self.pool.address).format(street=street, town=town, postcode=postcode)

    def street(self) -> str:
        return self.random.choice(self.pool.street).format(n=self.random.randint(1, 298), u=self.random.randint(1, 19))

    def town(self) -> str:
        return self.random.choice(self.pool.town)[0].split(",")[0].removesuffix(" NSW")

    def country(self) -> str:
        return self.random.choice(
            ["Portugal", "Kenya", "New Zealand", "Germany", "Brazil", "the Netherlands", "Vietnam", "Ireland"]
        ).removeprefix("the ")

    def day(self, first: datetime.date, last: datetime.date) -> str:
        day = first + datetime.timedelta(self.random.randrange((last - first).days))
        month = MONTHS[self.pool.language].split()[day.month - 1]
        forms = {"en": [f"{day.day} {month} {day.year}", f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}"],
                 "de": [f"{day:%d.%m.%Y}", f"{day.day}. {month} {day.year}"],
                 "fr": [f"{day:%d/%m/%Y}", f"{day.day} {month} {day.year}"],
                 "es": [f"{day:%d/%m/%Y}", f"{day.day} de {month} de {day.year}"],
                 "nl": [f"{day:%d-%m-%Y}", f"{day.day} {month} {day.year}"],
                 "pt": [f"{day:%d/%m/%Y}", f"{day.day} de {month} de {day.year}"],
                 "pl": [f"{day:%d.%m.%Y}", f"{day.day} {month} {day.year}"],
                 "it": [f"{day:%d/%m/%Y}", f"{day.day} {month} {day.year}"],
                 "sv": [f"{day:%Y-%m-%d}", f"{day.day} {month} {day.year}"]}[self.pool.language]  # fmt: skip
        if self.pool.name == "en_US":
            forms = [f"{month} {day.day}, {day.year}", f"{day:%m/%d/%Y}", f"{month[:3]} {day.day}, {day.year}"]
        return self.random.choice(forms)

    def dob(self) -> str:
        return self.day(datetime.date(1938, 1, 1), datetime.date(2006, 1, 1))

    def date(self) -> str:
        return self.day(datetime.date(2019, 1, 1), LATER)

    def stamp(self) -> str:
        month, *rest = (self.random.randint(least, 9) for least in (1, 0, 0, 0))
        return f"2024-0{month}-1{rest[0]}T0{rest[1]}:4{rest[2]}:12Z"

    def url(self) -> str:
        return (
            self.random.choice(["https://", "http://", "www."])
            + self.random.choice(["example.org/u/", "portal.example.com/accounts/", "example.net/~"])
            + self.digits("u####")
        )

    def ip(self) -> str:
        return (
            self.digits(self.random.choice(["192.0.2.1##", "198.51.100.%", "203.0.113.%#"]))
            if self.random.random() < 0.7
            else self.digits("2001:db8::%##:ff")
        )

    def mac(self) -> str:
        return ":".join(f"{self.random.randrange(256):02X}" for _ in range(6))

    def card(self) -> str:
        body = self.digits(self.random.choice(["4##############", "5%#############", "37############"]))
        number = body + luhn.calc_check_digit(body)
        return (
            " ".join(number[at : at + 4] for at in range(0, 16, 4))
            if len(number) == 16 and self.random.random() < 0.6
            else number
        )

    def iban(self) -> str:
        country = self.random.choice(list(IBANS))
        head, _, count = IBANS[country].rstrip("}").partition("{")
        body = head + self.digits("#" * int(count))
        whole = country + iban_rules.calc_check_digits(f"{country}00{body}") + body
        return " ".join(whole[at : at + 4] for at in range(0, len(whole), 4)) if self.random.random() < 0.6 else whole

    def ssn(self) -> str:
        return self.until("%4#-%1-%###", lambda value: value[0] != "9")

    def nino(self) -> str:
        number = self.digits("%# %# %#")
        return f"{self.random.choice(['AB', 'CE', 'HK', 'PW', 'SZ'])} {number} {self.random.choice('ABCD')}".replace(
            " ", self.random.choice(["", " "])
        )

    def nhs(self) -> str:
        number = self.until("%#########", nhs.is_valid)
        return f"{number[:3]} {number[3:6]} {number[6:]}"

    def sin(self) -> str:
        number = self.until("%########", sin.is_valid)
        return self.random.choice([" ", "-", ""]).join((number[:3], number[3:6], number[6:]))

    def uci(self) -> str:
        return self.digits(self.random.choice(["####-####", "11-####-####"]))

    def ircc(self) -> str:
        return self.random.choice("EFSVW") + self.digits("00#######")

    def passport(self) -> str:
        return self.random.choice(["C", "P", "X", "4", "5"]) + self.digits("########")

    def mrn(self) -> str:
        return self.digits("00######")

    def vin(self) -> str:
        return self.random.choice(
            ["1M8GDM9AXKP042788", "1HGCM82633A004352", "5GZCZ43D13S812715", "1FTFW1ET5DFC10312", "WP0ZZZ99ZTS392124"][
                :4
            ]
        )

    def bsn(self) -> str:
        return self.until("%########", bsn.is_valid)

    def dni(self) -> str:
        number = self.digits("%#######")
        return number + dni.calc_check_digit(number)

    def steuer(self) -> str:
        return self.until("%##########", idnr.is_valid)

    def nir(self) -> str:
        number = self.digits("1") + self.digits("%#") + "0" + self.digits("%") + "75" + "116" + self.digits("%##")
        return number + nir.calc_check_digits(number)

    def pesel(self) -> str:
        return self.until("7%0%1######", pesel.is_valid)

    def employee(self) -> str:
        return self.digits("EMP-0####")

    def customer(self) -> str:
        return self.digits(self.random.choice(["CUST-######", "C-######"]))

    # What looks like personal data and is none.
    def version(self) -> str:
        return self.digits("%.1#.0.%")

    def hash(self) -> str:
        return f"{self.random.getrandbits(160):040x}"

    def isbn(self) -> str:
        return self.digits("978-3-16-14841#-#")

    def order(self) -> str:
        return self.digits("%###-####-####")

    def amount(self) -> str:
        return self.digits("%,###.##")

    def firm(self) -> str:
        return self.random.choice(FIRMS)
