"""How streets, towns and firms are called in many countries, to draw invented ones for the training of names."""

# How a street is called after a word.
WAYS = {
    "de": ["{}straße", "{}weg", "{}-Straße", "{} Straße", "{}str.", "{}platz", "{}gasse", "Am {}"],
    "nl": ["{}straat", "{}laan", "{}weg", "{}plein", "{}gracht", "{}dreef", "{}kade"],
    "nordic": ["{}gatan", "{}vägen", "{}vej", "{}gade", "{}gata", "{}veien", "{}katu", "{}tie", "{}stien"],
    "fr": [
        "rue {}",
        "rue de {}",
        "avenue {}",
        "boulevard {}",
        "place {}",
        "chemin de {}",
        "impasse {}",
        "Rue {}",
        "allée des {}",
    ],
    "es": [
        "Calle {}",
        "C/ {}",
        "Avenida {}",
        "Plaza de {}",
        "Paseo {}",
        "calle {}",
        "Ronda de {}",
        "Cañada {}",
        "Glorieta {}",
    ],
    "it": [
        "Via {}",
        "via {}",
        "Piazza {}",
        "Viale {}",
        "Corso {}",
        "Strada {}",
        "Contrada {}",
        "Vicolo {}",
        "Borgo {}",
    ],
    "pt": ["Rua {}", "Avenida {}", "Praça {}", "rua {}", "Travessa {}", "R. {}", "Av. {}", "Largo {}"],
    "pl": ["ul. {}", "ulica {}", "al. {}", "plac {}", "aleja {}"],
    "east": [
        "{} utca", "{} u.", "{} út", "{} tér", "{} körút", "{} tee", "{} tänav", "{} pst", "{} iela", "{} gatvė",
        "{} ulica", "Trg {}", "{} cesta", "Ulica {}", "{} sok.", "{} Caddesi", "Strada {}", "Bulevardul {}", "{}ova",
        "{}ova ulice", "nám. {}", "{}ska", "{}ská", "{} Str.", "Odos {}", "Leoforos {}", "{}vegur", "{}braut",
        "Jalan {}", "Gang {}", "{} Marg", "{} Nagar", "đường {}", "Cité {}", "{}tie", "{}kuja", "{}polku",
    ],
}  # fmt: skip
LANDS = (*WAYS, "east", "east", "east", "east")
TOWNS = (
    "Saint-{}-des-Bois", "San {}", "Santa {}", "{} del Río", "{} de la Sierra", "Villa {}", "El {}", "La {}",
    "{} am See", "Bad {}", "{} an der Elbe", "{}feld", "{}ingen", "{}ów", "{}owo", "{}ice", "{} nad Labem", "{}ova",
    "Nagy{}", "{}falva", "{}háza", "{}järvi", "{}niemi", "{}küla", "{}grad", "Novo {}", "{} Gornji", "Dolnja {}",
    "{}vik", "{}sund", "{}eyri", "Cité {}", "Oued {}", "Sidi {}", "Al {}", "{}abad", "{}pur", "{}nagar", "Kota {}",
    "{} do Sul", "{} Velho", "Monte {}", "Castel {}", "{} Terme", "Agios {}", "Kato {}", "{}wil", "{}ach",
    "{}-sur-Loire", "Saint-{}", "St {}", "Oude{}", "{}dijk", "{}broek", "Ramat {}", "Shin-{}", "{}kawa",
    "{}yama",
)  # fmt: skip


FORMS = (
    "Inc", "Inc.", "Ltd", "Ltd.", "Limited", "PLC", "plc", "Corp", "Corp.", "Corporation", "Co.Ltd.", "CO.LTD.",
    "Co. Ltd.", "Company", "Company Limited", "Holdings", "Holdings Inc.", "Holding AG", "Group", "Group PLC",
    "Group Limited", "AG", "SE", "SA", "S.A.", "S.p.A.", "N.V.", "NV", "AB", "ASA", "Oyj", "Oy", "A/S", "LP", "LLC",
    "Bancorp", "Trust", "Fund", "ETF", "Index Fund", "Acquisition Corp.", "Pref. Shares", "Class A", "Series B",
    "India Ltd", "International", "d.o.o.", "d.d.", "s.p.", "s.r.o.", "a.s.", "Kft.", "Zrt.", "Nyrt.", "Bt.", "OÜ",
    "AS", "UAB", "SIA", "SRL", "S.R.L.", "e.G.", "OHG mbH", "KGaA", "A.Ş.", "Ltd. Şti.", "Tbk", "y asociados S.C.P",
    "S.L.U.", "e Filhos Lda.", "S.A.S.", "",
)  # fmt: skip
