"""
A machine of its own for Airflow: no network but the fakes, which answer at Google's own addresses. A test's process
enters a mount and a network namespace, has its own /etc/hosts there, and trusts a certificate of its own. As root only.
"""

import datetime
import ipaddress
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from node import PROJECT, node

HOSTS = ["dataflow.googleapis.com"]


def why_not() -> str | None:
    """None: this machine lets one in."""
    if sys.platform != "linux":
        return "there are no namespaces on this system"
    entered = subprocess.run(["unshare", "--mount", "--net", "true"], capture_output=True, text=True, check=False)
    return None if entered.returncode == 0 else f"this machine forbids namespaces: {entered.stderr.strip()}"


def run_inside(program: Path, *arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs a program of Python's in such a machine."""
    hosts = Path(arguments[0]) / "hosts"
    hosts.write_text("127.0.0.1 localhost\n" + "".join(f"127.0.0.1 {host}\n" for host in HOSTS))
    script = f'ip link set lo up && mount --bind "{hosts}" /etc/hosts && exec "$@"'
    command = ["unshare", "--mount", "--net", "sh", "-c", script, "sh", sys.executable, str(program), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env, timeout=300)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Signed by itself, for Google's names."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test of composer-dags")])
    now = datetime.datetime.now(datetime.UTC)
    names = [*(x509.DNSName(host) for host in HOSTS), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return paths


class Served:
    """The fakes and functions, and DAGs deployed in `folder/dags`. They start while one does something else."""

    def __init__(self, folder: Path) -> None:
        certificate, key = make_certificate(folder)
        command = [node(), "--disable-warning=ExperimentalWarning", "test/composer-dags/serve.ts"]
        self._process = subprocess.Popen(
            [*command, str(folder / "dags"), str(certificate), str(key)],
            cwd=PROJECT,
            # Whose metadata server it is that Airflow asks is not for functions and workers.
            env={name: value for name, value in os.environ.items() if not name.startswith("GCE_")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def where(self) -> dict[str, Any]:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())

    def outcome(self) -> dict[str, Any]:
        """What became of the drops; it ends them."""
        assert self._process.stdin
        self._process.stdin.close()
        return self.where()

    def __enter__(self) -> "Served":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()


def trusting(folder: Path) -> dict[str, str]:
    """Whom each library that Airflow's provider uses believes."""
    names = ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "HTTPLIB2_CA_CERTS", "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"]
    return dict.fromkeys(names, str(folder / "certificate.pem"))
