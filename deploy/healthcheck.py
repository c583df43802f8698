"""Ask the web process whether it answers, under a name that it accepts."""

import os
import urllib.request

host = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].lstrip(".")
request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": host})
urllib.request.urlopen(request, timeout=4).close()  # noqa: S310 - our own address
