"""A real SMTP server for the tests: aiosmtpd, on a free port.

Every mail that it takes is a line of JSON in the file given, on the disk before it is answered.
How it behaves is told by the recipient's name: `refused` is refused, and `said` with words that would run in a page; `later` is put off for as
long as the file `<mails>.later` is there, `slow` never gets an answer. The second argument is a
number of seconds that every mail takes.
"""

import asyncio
import json
import os
import sys
from email import policy
from email.parser import BytesParser

from aiosmtpd.smtp import SMTP

MAILS, SECONDS = sys.argv[1], float(sys.argv[2])


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "refused":
            return f"550 5.1.1 <{address}> 没有这个信箱 no such mailbox"
        if name == "said":
            return "550 5.1.1 =\"><script>alert('XQsaid')</script>"
        if name == "later" and os.path.exists(MAILS + ".later"):
            return "451 4.2.0 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if any(to.startswith("slow@") for to in envelope.rcpt_tos):
            await asyncio.sleep(3600)
        await asyncio.sleep(SECONDS)
        parsed = BytesParser(policy=policy.default).parsebytes(envelope.content)
        body = {part.get_content_type(): part.get_content() for part in parsed.walk() if not part.is_multipart()}
        mail = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "headers": [[name, str(value)] for name, value in parsed.items()],
            "text": body.get("text/plain"),
            "html": body.get("text/html"),
            "raw": envelope.content.decode("ascii"),
        }
        with open(MAILS, "a", encoding="utf-8") as file:
            file.write(json.dumps(mail, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        return "250 OK"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(), hostname="mail.test", enable_SMTPUTF8=True), "127.0.0.1", int(sys.argv[3]))
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
