"""A platform behind TLS with a certificate of the city's own authority, and a client before it.

Run as a program, in natural Python: `tls.py FOLDER` prints what the client says without
and with the authority's certificate.
"""

import datetime
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tsunagu_signals.answers import Failure
from tsunagu_signals.rest import Rest


def certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(pem, *plain))
    (folder / "authority.pem").write_bytes(made.public_bytes(pem))


class Platform(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"signal_id": "s-1", "status_url": "/api/v1/signals/s-1"}'
        self.send_response(202)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


def main(folder):
    certificate(folder)
    server = HTTPServer(("127.0.0.1", 0), Platform)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "authority.pem", folder / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for ca_file in (None, str(folder / "authority.pem")):
        rest = Rest(f"https://127.0.0.1:{server.server_port}", "t" * 43, ca_file=ca_file)
        try:
            print(rest.deliver([{"id": "1"}])[0].state)
        except Failure as failure:
            print(type(failure).__name__, failure)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
