CREATE TABLE countries (code TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE suppliers (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, contact_name TEXT, email TEXT, phone TEXT,
  country_code TEXT REFERENCES countries(code));
CREATE TABLE products (
  id INTEGER PRIMARY KEY, sku TEXT NOT NULL UNIQUE, name TEXT NOT NULL, price NUMERIC NOT NULL,
  category_id INTEGER NOT NULL REFERENCES categories(id), supplier_id INTEGER NOT NULL REFERENCES suppliers(id));
CREATE TABLE staff (
  id INTEGER PRIMARY KEY, employee_number TEXT NOT NULL UNIQUE, given_name TEXT NOT NULL, family_name TEXT NOT NULL,
  email TEXT NOT NULL, job_title TEXT NOT NULL, country_code TEXT REFERENCES countries(code),
  manager_id INTEGER REFERENCES staff(id));
CREATE TABLE customers (
  id INTEGER PRIMARY KEY, customer_number TEXT NOT NULL UNIQUE, given_name TEXT NOT NULL, family_name TEXT NOT NULL,
  email TEXT, phone TEXT, date_of_birth TEXT, country_code TEXT REFERENCES countries(code), created_at TEXT NOT NULL,
  notes TEXT);
CREATE TABLE addresses (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id), kind TEXT NOT NULL,
  recipient TEXT NOT NULL, street TEXT NOT NULL, postcode TEXT NOT NULL, city TEXT NOT NULL,
  country_code TEXT REFERENCES countries(code));
CREATE TABLE orders (
  id INTEGER PRIMARY KEY, order_number TEXT NOT NULL UNIQUE, customer_id INTEGER NOT NULL REFERENCES customers(id),
  shipping_address_id INTEGER REFERENCES addresses(id), assigned_staff_id INTEGER REFERENCES staff(id),
  placed_at TEXT NOT NULL, status INTEGER NOT NULL, delivery_note TEXT);
CREATE TABLE order_lines (
  order_id INTEGER NOT NULL REFERENCES orders(id), line_no INTEGER NOT NULL,
  product_id INTEGER NOT NULL REFERENCES products(id), quantity INTEGER NOT NULL, unit_price NUMERIC NOT NULL,
  PRIMARY KEY (order_id, line_no));
CREATE TABLE payments (
  id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders(id), method TEXT NOT NULL, card_last4 TEXT,
  amount NUMERIC NOT NULL, paid_at TEXT NOT NULL);
CREATE TABLE returns (
  id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, line_no INTEGER NOT NULL, reason TEXT,
  approved_by_staff_id INTEGER REFERENCES staff(id), returned_at TEXT NOT NULL,
  FOREIGN KEY (order_id, line_no) REFERENCES order_lines(order_id, line_no));
CREATE TABLE support_tickets (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id), order_id INTEGER REFERENCES orders(id),
  assigned_staff_id INTEGER REFERENCES staff(id), subject TEXT NOT NULL, opened_at TEXT NOT NULL);
CREATE TABLE ticket_messages (
  id INTEGER PRIMARY KEY, ticket_id INTEGER NOT NULL REFERENCES support_tickets(id),
  staff_id INTEGER REFERENCES staff(id), sent_at TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE newsletter_subscriptions (
  id INTEGER PRIMARY KEY, email TEXT NOT NULL, list_name TEXT NOT NULL, subscribed_at TEXT NOT NULL);
CREATE TABLE reviews (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id),
  product_id INTEGER NOT NULL REFERENCES products(id), stars INTEGER NOT NULL, body TEXT, written_at TEXT NOT NULL);
CREATE TABLE loyalty_points (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id), points INTEGER NOT NULL,
  reason TEXT NOT NULL, earned_at TEXT NOT NULL);
CREATE TABLE page_views (
  id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id), path TEXT NOT NULL, ip TEXT NOT NULL,
  viewed_at TEXT NOT NULL);
CREATE INDEX orders_by_customer ON orders(customer_id);
CREATE INDEX lines_by_product ON order_lines(product_id);
CREATE INDEX payments_by_order ON payments(order_id);
CREATE INDEX tickets_by_customer ON support_tickets(customer_id);
CREATE INDEX messages_by_ticket ON ticket_messages(ticket_id);
