"""The names of countries, of regions and of states, and the codes of states."""

from __future__ import annotations

from typing import Final

from discovery.detection.word_lists import listed

_US_STATES: Final = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois"
    "|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri"
    "|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma"
    "|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington"
    "|West Virginia|Wisconsin|Wyoming|District of Columbia|Puerto Rico"
)
CODES: Final = listed(
    "AL AK AZ AR AS AE AA AP CA CO CT DE DC FL FM GA GU HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH"
    " NJ NM NY NC ND MP OH OK OR PA PR PW RI SC SD TN TX UT VT VA VI WA WV WI WY ON QC BC AB MB SK NS NB NL PE"
    " PEI YT NT NU NSW VIC QLD SA TAS ACT"
)
REGIONS: Final = listed(
    f"{_US_STATES}|Ontario|Quebec|Québec|British Columbia|Alberta|Manitoba|Saskatchewan|Nova Scotia|New Brunswick"
    "|Newfoundland and Labrador|Newfoundland|Prince Edward Island|Yukon|Northwest Territories|Nunavut"
    "|New South Wales|Victoria|Queensland|Tasmania|South Australia|Western Australia"
    "|Bayern|Baden-Württemberg|Niedersachsen|Nordrhein-Westfalen|Hessen|Sachsen|Sachsen-Anhalt|Thüringen"
    "|Brandenburg"
    "|Schleswig-Holstein|Mecklenburg-Vorpommern|Rheinland-Pfalz|Saarland|Bavaria|Saxony|Hesse|Tirol|Tyrol"
    "|Steiermark"
    "|Kärnten|Carinthia|Vorarlberg|Burgenland|Bretagne|Brittany|Normandie|Normandy|Provence|Occitanie|Aquitaine"
    "|Bourgogne|Île-de-France|Alsace|Lorraine|Picardie|Catalonia|Cataluña|Andalucía|Andalusia|Galicia|Castilla y"
    " León"
    "|Aragón|Asturias|Extremadura|Lombardia|Lombardy|Toscana|Tuscany|Sicilia|Sicily|Piemonte|Veneto|Sardegna"
    "|Sardinia"
    "|Noord-Holland|Zuid-Holland|Noord-Brabant|Gelderland|Friesland|Zeeland|Limburg|Overijssel|Drenthe|Flevoland"
    "|Kent|Surrey|Sussex|Essex|Devon|Cornwall|Dorset|Somerset|Norfolk|Suffolk|Cheshire|Lancashire|Yorkshire"
    "|West Yorkshire|North Yorkshire|South Yorkshire|Hampshire|Berkshire|Oxfordshire|Cambridgeshire|Derbyshire"
    "|Gloucestershire|Hertfordshire|Lincolnshire|Leicestershire|Northamptonshire|Nottinghamshire|Shropshire"
    "|Staffordshire|Warwickshire|Wiltshire|Worcestershire|Merseyside|Tyne and Wear|West Midlands|Greater Manchester"
    "|Greater London|County Durham|Northumberland|Cumbria|Fife|Aberdeenshire|Gwynedd|Powys|Glamorgan",
    "|",
)
COUNTRIES: Final = listed(
    "Afghanistan|Albania|Algeria|Andorra|Angola|Antigua and Barbuda|Argentina|Armenia|Aruba|Australia|Austria"
    "|Azerbaijan|Bahamas|Bahrain|Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bermuda|Bhutan|Bolivia"
    "|Bosnia and Herzegovina|Botswana|Brazil|Brunei|Bulgaria|Burkina Faso|Burundi|Cambodia|Cameroon|Canada"
    "|Cape Verde|Central African Republic|Chile|China|Colombia|Comoros|Congo|Costa Rica|Croatia|Cuba|Curaçao"
    "|Cyprus|Czech Republic|Czechia|Denmark|Djibouti|Dominican Republic|Ecuador|Egypt|El Salvador"
    "|Equatorial Guinea|Eritrea|Estonia|Eswatini|Ethiopia|Faroe Islands|Fiji|Finland|France|French Polynesia"
    "|Gabon|Gambia|Germany|Ghana|Gibraltar|Greece|Greenland|Grenada|Guadeloupe|Guam|Guatemala|Guernsey|Guinea"
    "|Guinea-Bissau|Guyana|Haiti|Honduras|Hong Kong|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Isle of Man"
    "|Israel|Italy|Ivory Coast|Jamaica|Japan|Kazakhstan|Kenya|Kiribati|Kosovo|Kuwait|Kyrgyzstan|Laos|Latvia"
    "|Lebanon|Lesotho|Liberia|Libya|Liechtenstein|Lithuania|Luxembourg|Macao|Macau|Madagascar|Malawi|Malaysia"
    "|Maldives|Mali|Malta|Martinique|Mauritania|Mauritius|Mexico|Micronesia|Moldova|Monaco|Mongolia|Montenegro"
    "|Morocco|Mozambique|Myanmar|Namibia|Nepal|Netherlands|New Caledonia|New Zealand|Nicaragua|Nigeria"
    "|North Korea|North Macedonia|Norway|Oman|Pakistan|Palau|Palestine|Panama|Papua New Guinea|Paraguay|Peru"
    "|Philippines|Poland|Portugal|Qatar|Romania|Russia|Russian Federation|Rwanda|Saint Lucia|Samoa|San Marino"
    "|Saudi Arabia|Senegal|Serbia|Seychelles|Sierra Leone|Singapore|Slovakia|Slovenia|Solomon Islands|Somalia"
    "|South Africa|South Korea|South Sudan|Spain|Sri Lanka|Sudan|Suriname|Sweden|Switzerland|Syria|Taiwan"
    "|Tajikistan|Tanzania|Thailand|Timor-Leste|Togo|Tonga|Trinidad and Tobago|Tunisia|Turkmenistan|Tuvalu|Türkiye"
    "|Uganda|Ukraine|United Arab Emirates|United Kingdom|Great Britain|United States of America|United States"
    "|Uruguay|Uzbekistan|Vanuatu|Vatican City|Venezuela|Vietnam|Viet Nam|Yemen|Zambia|Zimbabwe|England|Scotland"
    "|Wales|Northern Ireland|Deutschland|Österreich|Schweiz|Frankreich|Italien|Spanien|Niederlande|Belgien|Polen"
    "|Dänemark|Schweden|Norwegen|Finnland|Ungarn|Griechenland|Rumänien|Bulgarien|Kroatien|Tschechien|Slowakei"
    "|Slowenien|Russland|Türkei|Großbritannien|Vereinigtes Königreich|Allemagne|Autriche|Suisse|Espagne|Italie"
    "|Belgique|Pays-Bas|Royaume-Uni|Angleterre|Pologne|Irlande|Suède|Norvège|Danemark|Finlande|Grèce|Maroc"
    "|Algérie|Tunisie|États-Unis|España|Alemania|Francia|Italia|Reino Unido|Países Bajos|Bélgica|Suiza|Polonia"
    "|México|Marruecos|Estados Unidos|Brasil|Perú|Nederland|België|Duitsland|Frankrijk|Spanje|Italië"
    "|Verenigd Koninkrijk|Germania|Spagna|Svizzera|Regno Unito|Portogallo|Polska|Niemcy|Francja|Włochy|Hiszpania"
    "|Alemanha|Espanha|França|Itália|Sverige|Danmark|Norge|Suomi",
    "|",
)
ABBREVIATIONS: Final = ("U.S.A.", "USA", "U.S.", "U.K.", "UK", "U.A.E.", "UAE", "GB")
