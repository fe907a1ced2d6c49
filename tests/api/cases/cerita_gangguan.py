"""A deadline with two hours of downtime.

The last evening for the realisation of May. At eight the server dies; at ten it is back. The day goes on until two in the
morning, for the nurse as for everybody, and everybody can read why. A planned stop counts alike.
"""
import os
import signal

from lib.suite import case

from .release import on_a_copy
from .story import TAHUN

HARI = f"{TAHUN}-06-05"


def utc(local, day=HARI):
    """20:00 in Pekanbaru is 13:00 UTC."""
    hour, minute = local.split(":")
    return f"{day}T{int(hour) - 7:02}:{minute}:00Z"


def crash(server):
    """Power is gone: no signal that anybody could handle."""
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait(timeout=30)


def limit(server):
    c = server.role("pegawai")
    unit = c.get("/api/v1/saya").json["penugasan"][0]["unit"]["id"]
    rows = c.get(f"/api/v1/unit/{unit}/batas?periode={TAHUN}-05").expect(200).json["langkah"]
    return next(r for r in rows if r["langkah"] == "realisasi_ajukan")


def realisation(server):
    c = server.role("pegawai")
    plans = c.get("/api/v1/skp?lingkup=diri").json["data"]
    skp = next(s for s in plans if s["mulai"] == f"{TAHUN}-01-01")
    return f"/api/v1/skp/{skp['id']}/realisasi/{TAHUN}-05"


def submit(server, status, code=None):
    c, path = server.role("pegawai"), realisation(server)
    now = c.get(path)
    if now.json["id"] is None:
        value = {"indikator_id": now.json["nilai"][0]["indikator_id"], "isian": {"pasien": 1500}, "alasan": "Uji"}
        now = c.put(path, {"nilai": [value]}).expect(200)
    return c.post(f"{path}/aksi", {"aksi": "ajukan"}, etag=now.etag).expect(status, code)


def the_unit_closes_on_the_day(server):
    server.set_time(utc("19:00"))
    admin = server.role("admin_unit")
    unit = server.role("pegawai").get("/api/v1/saya").json["penugasan"][0]["unit"]["id"]
    word = {"langkah": "realisasi_ajukan", "batas": HARI, "toleransi_hari": 0, "alasan": "Uji"}
    admin.put(f"/api/v1/unit/{unit}/batas/{TAHUN}-05", word).expect(200)
    assert limit(server)["berakhir"] == f"{HARI}T17:00:00.000Z" and limit(server)["perpanjangan"] is None


def wait_for_a_beat(server, text):
    """The pulse of that minute is in its file."""
    import time
    path = server.data / "denyut"
    for _ in range(300):
        if path.exists() and text in path.read_text():
            return
        time.sleep(0.1)
    raise AssertionError(path.read_text())


@on_a_copy
def two_hours_without_a_server(server):
    the_unit_closes_on_the_day(server)

    # Eight in the evening: the lights go out. Ten: the server is back.
    server.set_time(utc("20:00"))
    wait_for_a_beat(server, f"{HARI}T13:00:00")
    crash(server)
    server.set_time(utc("22:00"))
    server.start()
    gone = server.role("pegawai").get("/api/v1/gangguan").expect(200).json["data"][0]
    assert (gone["dari"], gone["sampai"], gone["sebab"]) == (f"{HARI}T13:00:00.000Z", f"{HARI}T15:00:00.000Z", "mati"), gone

    # The day goes on until two, and says why; so does the audit.
    now = limit(server)
    assert now["berakhir"] == f"{HARI}T19:00:00.000Z", now
    assert "120 menit karena gangguan layanan" in now["perpanjangan"], now
    row = server.role("auditor").get("/api/v1/audit?objek=gangguan").json["data"][0]
    assert row["peran"] == "sistem" and {"hari": HARI, "menit": 120} in row["isi"]["perpanjangan"], row

    # One in the morning: in time, and the receipt says so.
    server.set_time(f"{HARI}T18:00:00Z")
    sent = submit(server, 200).json["tanda_terima"]
    assert (sent["batas"], sent["hari_lewat"]) == (HARI, 0), sent
    c, path = server.role("pegawai"), realisation(server)
    c.post(f"{path}/aksi", {"aksi": "tarik"}, etag=c.get(path).etag).expect(200)

    # Two in the morning: closed.
    server.set_time(f"{HARI}T19:00:00Z")
    submit(server, 409, "batas.lewat")
    assert server.cli("audit", "verify").returncode == 0


@on_a_copy
def a_planned_stop_counts_alike(server):
    """Ten minutes are too short to count; an hour of maintenance is given back."""
    the_unit_closes_on_the_day(server)
    for stop, start, cause in (("20:00", "20:10", None), ("21:00", "22:00", "henti")):
        server.set_time(utc(stop))
        assert server.stop() == 0
        server.set_time(utc(start))
        server.start()
        rows = [g for g in server.role("pegawai").get("/api/v1/gangguan").json["data"] if g["dari"].startswith(HARI)]
        assert [g["sebab"] for g in rows] == ([cause] if cause else []), rows
    assert limit(server)["berakhir"] == f"{HARI}T18:00:00.000Z", limit(server)
