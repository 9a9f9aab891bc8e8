"""Calls Sluice's functions (docs/steps.md). Who calls is the account that Airflow works as."""

from typing import Any

from sluice_dags.compat import AirflowException, AirflowFailException

# A function answers within 540 s.
TIMEOUT_S = (10, 600)
# These say that another time it may do.
PASSING = {408, 425, 429, 502, 503, 504}


class Unavailable(AirflowException):
    """No answer, or `not now`: to be asked again."""


class Refused(AirflowFailException):
    """The request is wrong, and stays so: asking again does not help."""


def call(url: str, body: dict[str, Any], wanted: str) -> dict[str, Any]:
    """The answer, which is of the format `wanted`."""
    import requests  # it is not parsed for each DAG

    what = f"{url} {body}"
    try:
        headers = {"authorization": f"Bearer {identity_token(url)}"}
        # A redirection would take the token somewhere else.
        response = requests.post(url, json=body, headers=headers, timeout=TIMEOUT_S, allow_redirects=False)
    except requests.RequestException as error:
        raise Unavailable(f"{what}: no answer ({type(error).__name__})") from error
    status = response.status_code
    if status != 200:
        said = f"{what}: answered {status}: {response.text[:1000]}"
        raise Unavailable(said) if status in PASSING else refusal(status)(said + cure(status))
    try:
        answer = response.json()
    except ValueError as error:
        raise Unavailable(f"{what}: answered no JSON") from error
    if answer.get("format") != wanted:
        raise Refused(f"{what}: answered {answer.get('format')!r}, not {wanted!r} → deploy with `pulumi up`")
    return answer


def refusal(status: int) -> type[AirflowException]:
    # Rights take minutes to be in force everywhere, and a fault may have passed by the next try.
    return Refused if status in (400, 404, 405, 413, 415) else AirflowException


def cure(status: int) -> str:
    if status in (401, 403):
        return " → Airflow's account needs run.invoker on the function: deploy with `pulumi up`"
    if status >= 500:
        return " → see the function's log"
    return ""


def identity_token(audience: str) -> str:
    from google.auth.exceptions import GoogleAuthError, TransportError
    from google.auth.transport.requests import Request
    from google.oauth2.id_token import fetch_id_token

    try:
        return str(fetch_id_token(Request(), audience))
    except TransportError as error:
        raise Unavailable(f"no identity token for {audience}: {error}") from error
    except GoogleAuthError as error:
        raise AirflowException(f"no identity token for {audience}: {error} → run Airflow as its account") from error
