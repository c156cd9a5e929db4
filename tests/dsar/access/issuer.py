"""A small OpenID Connect issuer of the tests' own, on loopback over HTTP, signing with a key made for the run."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


class Issuer:
    """Answers discovery, keys and token; `claims` is who signs in, and the other attributes make it lie."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims = {}
        self.codes = {}
        self.lies = {}  # claims that overrule the right ones
        self.signing_key, self.algorithm, self.named = self.key, "RS256", None
        self.asked = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def authorise(self, address):
        """What a person does there: signs in and is sent back; gives the query of the callback."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def answer(self, path, body):
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.named or self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, {"keys": [public | {"kid": "one", "alg": "RS256", "use": "sig"}]}
        return self._token(body)

    def _token(self, body):
        given = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.codes.pop(given.get("code"), None)  # a code serves once
        if asked is None or given.get("client_secret") != "the secret" or not self._is_verified(asked, given):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.url, "aud": asked["client_id"], "iat": now, "exp": now + 300, "auth_time": now}
        claims |= {"nonce": asked["nonce"]} | self.claims | self.lies
        token = jwt.encode(claims, self.signing_key, algorithm=self.algorithm, headers={"kid": "one"})
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": token}

    @staticmethod
    def _is_verified(asked, given):
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return asked["code_challenge_method"] == "S256" and challenge == asked["code_challenge"]

    def _handler(issuer):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self._send(*issuer.answer(self.path, ""))

            def do_POST(self):
                self._send(*issuer.answer(self.path, self.rfile.read(int(self.headers["Content-Length"])).decode()))

            def _send(self, status, body):
                raw = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_args):
                """Say nothing."""

        return Handler
