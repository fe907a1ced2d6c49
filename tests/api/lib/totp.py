"""An authenticator application: RFC 6238 as it runs on a phone, from the standard library."""
import base64
import hashlib
import hmac
import struct
from datetime import datetime


def code(secret, seconds):
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", seconds // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1000000:06}"


class Phone:
    """Shows codes by the server's test clock; `skew` seconds ahead of it."""

    def __init__(self, server, secret):
        self.server, self.secret = server, secret

    def now(self):
        return int(datetime.fromisoformat(self.server.clock.read_text().strip().replace("Z", "+00:00")).timestamp())

    def code(self, skew=0):
        return code(self.secret, self.now() + skew)
