"""README.md's path with curl is executed as it stands, only for another year: what a reader copies works."""
import os
import re
import subprocess

from lib.contract import ROOT
from lib.suite import case

NAMES = {"PERAWAT": "pegawai", "KAPUS": "penilai", "ADMIN": "admin_pusat", "AUDITOR": "auditor"}


@case
def the_page_runs(server):
    text = (ROOT / "README.md").read_text()
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S)
    assert len(blocks) >= 6, "README.md has lost its commands"
    env = {"PATH": os.environ["PATH"], "HOME": str(server.folder), "TAHUN": "2028",
           "TENAYAN": f"http://{server.host}:{server.port}"}
    for name, role in NAMES.items():
        nip = server.roles[role]
        env[f"{name}_NIP"], env[f"{name}_SANDI"] = nip, server.passwords[nip]
    script = "set -euo pipefail\n" + "\n".join(blocks)
    work = server.folder / "curl"
    work.mkdir()
    r = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=120, cwd=work, env=env)
    assert r.returncode == 0, f"exit {r.returncode}\n{r.stdout[-1500:]}\n{r.stderr[-1500:]}"
    expected = re.findall(r"^# → (.*)$", text, re.M)
    printed = r.stdout.splitlines()
    for line in expected:
        assert line in printed, f"the page promises {line!r}; it printed {printed}"
