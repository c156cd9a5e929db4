"""A shop with the traps of real schemas. All people are invented; the subject is Alma Ferreira, customer 7."""

SUBJECT = {"names": ["Alma Ferreira"], "emails": ["alma.ferreira@example.org"], "phones": ["+44 20 7946 0123"]}

SCHEMA = '''
CREATE TABLE country (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE address (id INTEGER PRIMARY KEY, street TEXT, postcode TEXT, country_id INTEGER REFERENCES country(id));
CREATE TABLE staff (staff_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT);
CREATE TABLE customer (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT, phone TEXT, date_of_birth TEXT,
    address_id INTEGER REFERENCES address(id), support_rep_id INTEGER REFERENCES staff(staff_id), deleted_at TEXT);
CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id),
    staff_id INTEGER REFERENCES staff(staff_id), ship_name TEXT, note TEXT);
CREATE TABLE order_line (order_id INTEGER REFERENCES orders(id), line_no INTEGER, product_id INTEGER REFERENCES product(id),
    quantity INTEGER, PRIMARY KEY (order_id, line_no));
CREATE TABLE tag (id INTEGER PRIMARY KEY, label TEXT);
CREATE TABLE customer_tag (customer_id INTEGER REFERENCES customer(id), tag_id INTEGER REFERENCES tag(id),
    PRIMARY KEY (customer_id, tag_id));
CREATE TABLE ticket (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id), body TEXT);
CREATE TABLE "Mailing ""List""" ("E-Mail" TEXT, "Opt In?" INTEGER, "100% %s" TEXT);
CREATE TABLE account (user_no INTEGER PRIMARY KEY REFERENCES customer(id), password_hash TEXT, avatar BLOB);
CREATE VIEW customer_list AS SELECT * FROM customer;
'''


def rows() -> str:
    """The people and what they did: 60 customers, 2 staff who handled everything."""
    given = ["Noor", "Ivo", "Petra", "Jonas", "Wanda", "Otto"]
    family = ["Quill", "Marsh", "Winter", "Okafor", "Lindt", "Braun", "Sato"]
    lines = ["INSERT INTO country VALUES (1,'Portugal'),(2,'Norway');"]
    lines += [
        "INSERT INTO staff VALUES (1,'Rita','Vogel','rita@example.com'),(2,'Sam','Hale','sam@example.com');",
        "INSERT INTO product VALUES (1,'Kettle'),(2,'Lamp'),(3,'Alma Ferreira rose');",
        "INSERT INTO tag VALUES (1,'newsletter'),(2,'loyal');",
    ]
    for n in range(1, 61):
        first, last, mail = given[n % 6], family[n % 7], f"person{n}@example.org"
        address, born, phone = n, f"19{50 + n % 40}-03-0{1 + n % 9}", f"+44 20 7946 0{200 + n}"
        if n == 7:
            first, last, mail, phone = "Alma", "FERREIRA", "Alma.Ferreira@Example.ORG", "020 7946 0123"
        if n == 8:  # the same name, somebody else
            first, last = "Alma", "Ferreira"
        if n == 9:  # a relative who uses the same mailbox
            first, last, mail = "Tomas", "Ferreira", "alma.ferreira@example.org"
        if n == 12:
            address = 11  # two customers share one address
        deleted = "'2025-01-01'" if n == 7 else "NULL"
        lines.append(f"INSERT INTO address VALUES ({n},'{n} Mill Lane','AB{n} 1CD',{1 + n % 2});")
        lines.append(
            f"INSERT INTO customer VALUES ({n},'{first}','{last}','{mail}','{phone}','{born}',{address},{1 + n % 2},{deleted});"
        )
        lines.append(f"INSERT INTO account VALUES ({n}, '$2b$12$abcdefghijklmnopqrstuv{n:04d}', x'89504e47');")
        lines.append(f"INSERT INTO customer_tag VALUES ({n},{1 + n % 2});")
        for k in range(3):
            order = n * 10 + k
            lines.append(f"INSERT INTO orders VALUES ({order},{n},{1 + order % 2},'Gift Person','Please ring twice');")
            lines.append(f"INSERT INTO order_line VALUES ({order},1,{1 + k % 2},1),({order},2,2,4);")
        lines.append(
            f"INSERT INTO ticket VALUES ({n},{n},'The parcel of case {n} came late and nobody answered the phone');"
        )
    lines += [
        "INSERT INTO ticket VALUES (900,NULL,'Call back Alma  Ferreira about the kettle, she is upset');",
        "INSERT INTO ticket VALUES (901,20,'My neighbour alma.ferreira@example.org ordered the same lamp as I did');",
        "INSERT INTO ticket VALUES (902,NULL,'Please write to <ALMA.FERREIRA@example.org> or ring (020) 7946-0123.');",
        "INSERT INTO ticket VALUES (903,NULL,'xalma.ferreira@example.org.evil and Almaz Ferreirah are other people');",
        "INSERT INTO \"Mailing \"\"List\"\"\" VALUES ('alma.ferreira@example.org',1,'50% off'),('x@example.org',0,NULL);",
    ]
    return "BEGIN;" + "\n".join(lines) + "COMMIT;"


def script() -> str:
    """Schema and rows in one."""
    return SCHEMA + rows()
