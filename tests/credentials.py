"""Credentials as logs and payloads hold them, and what only looks like one; nobody's, all made up or published."""

from __future__ import annotations

S = "pLaNtEd0123456789abcdefSECRET"
HEX = "4f3edf983ac636a65a842ce7c78d9aa706d3b113bce9c46f30d7d21715b23b1d"
WORDS = "legal winner thank year wave sausage worth useful legal winner thank yellow"
BODY = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"
NAMED = (
    f"api_key_id={S}", f"api_keys=a,{S}", f"api_key[0]={S}", f"api_key.value={S}", f"api_key?: {S}",
    f"the API-key {S} is invalid", f"api\x1b[1m_key\x1b[0m={S}", f"api_key\x1b[2m=\x1b[0m\x1b[33m{S}\x1b[0m",
    f"api_key:\xa0{S}", f'{{"password":"a\\"{S}"}}', f"password=ab{{{S}", f"password=ab,{S}", f'password: ab"{S}',
    f'Authorization: Digest username="x", response="{S}"', f"Cookie: a=1; b={S}", f"mnemonic: {WORDS}",
    f'api_key: ["a","{S}"]', f"('api_key', '{S}')", f"['Host', 'x', 'X-MBX-APIKEY', '{S}']",
    f"api_key\\u0022:\\u0022{S}", f"%22api_key%22%3A%22{S}%22", f"api_key%253D{S}",
    f"&quot;api_key&quot;:&quot;{S}&quot;",
    f'"api\\u005fkey":"{S}"', f"--api-key {S}", f"curl -u a:{S} x", f"the api key is {S}", f"api_key -> {S}",
    f"apiKey := {S}", f"APCA-API-KEY-ID: {S}", f"access_key_id={S}", f"Gate-KEY: {S}", f"jwt={S}", f"session={S}",
    f"auth: {S}", f"totp={S}", f"passcode={S}", f"MY_API_KEY_2={S}", f"secret_v2={S}", f"apiSig={S}",
    f'{{"name":"X-MBX-APIKEY","value":"{S}"}}', f"api_key=[]string{{{S}}}", f"line one\\nsig={S}",
    f'["api_key"]=> string(29) "{S}"', f"SecretKey(Some({S}))=x secret={S}",
    f"pwd {S}", f"jwt {S} of it",
)  # fmt: skip
"""What stands behind the name of a credential."""
UNNAMED = (
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    f"-----BEGIN EC PRIVATE KEY-----\\n{BODY}\\n-----END EC PRIVATE KEY-----", f"https://me:{S}@api.x.com/v1",
    f"postgres://me:p/{S}@host:5432/db", f"https://{S}@github.com/x", f"Bearer {S}", f'"Bearer" "{S}"',
    "https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawX/sendMessage",
    "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
    "https://discord.com/api/webhooks/123456789012345678/aBcDeFgHiJkLmNoPqRsTuVwXyZ-0123456789",
    "AKIAIOSFODNN7EXAMPLE", "ghp_aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789", "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
    "xoxb-123456789012-abcdefABCDEF", "AIzaSyA-1234567890abcdefghijklmnopqrstu", f"signer 0x{HEX}", WORDS,
    "wss://stream.binance.com:9443/ws/pqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65sdf19v8a65a1",
    f"8=FIX.4.4|35=A|554={S}|10=001|",
)  # fmt: skip
"""What nothing names."""
DECOYS = (
    f'"txHash":"0x{HEX}"', f"tx 0x{HEX}", f'"orderID": "0x{HEX}"', f"https://etherscan.io/tx/0x{HEX}",
    "clientOrderId=x-40PTWbMI9f8e7d6c5b4a39281706f5e4", "orderId: 8886774",
    "client_oid=c1d2e3f4-0a1b-4c5d-8e9f-001122334455",
    "max_tokens=100 token_id=7132107 tokens: 5", "basic information about the account", "the bearer of the order",
    "design=flat monkey=ape assign: two", "key=BTCUSDT", "auth=failed", "session=12", "pin: high",
    "please check that your order price does not differ from the market price by more than five percent",
    "https://registry.example:4873/@scope/pkg", "listening on http://127.0.0.1:8080/", "password is wrong",
    "The api key is invalid", "required fields: 'api_key', 'sign', 'symbol'", "token expired; secret: null",
    "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "Invalid API-key, IP, or permissions.",
)  # fmt: skip
"""What stays as it is."""


def pieces(text):
    """Return what must not be shown of a text that holds a credential."""
    if S in text:
        return [S]
    return [piece for piece in (HEX, WORDS[20:], BODY) if piece in text] or [max(text.split("/"), key=len)[-20:]]
