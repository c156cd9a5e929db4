"""A receiver of webhooks on a port of its own: a real HTTP server that remembers what came and answers as told."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer


class Receiver:
    """`with Receiver(statuses=[500, 200]) as one:` answers 500, then 200 for ever; `one.came` has headers and bodies."""

    def __init__(self, statuses=(200,)):
        self.came = []
        statuses = list(statuses)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(handler):
                body = handler.rfile.read(int(handler.headers["Content-Length"]))
                self.came.append((dict(handler.headers), body))
                handler.send_response(statuses.pop(0) if len(statuses) > 1 else statuses[0])
                handler.send_header("Location", "http://127.0.0.1:1/")
                handler.send_header("Content-Length", "0")
                handler.end_headers()

            def log_message(handler, *args):
                """Say nothing."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"

    def __enter__(self):
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, *_given):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
