"""What is made of a function's answers."""

import pytest

from fake_google import token_for

ANSWER = {"format": "sluice/step/1", "idle": True}


def ask(environment):
    from sluice_dags.functions import call

    return call(environment.step, {"action": "pending", "dataset": "flights"}, "sluice/step/1")


def test_it_is_asked_with_a_token_for_its_own_address(google, environment):
    google.answers = [(200, ANSWER)]
    assert ask(environment) == ANSWER
    [asked] = google.asked
    assert asked.authorization == f"Bearer {token_for(environment.step)}"
    assert asked.body == {"action": "pending", "dataset": "flights"}


@pytest.mark.parametrize(
    ("answer", "kind", "says"),
    [
        ((503, {}), "Unavailable", "answered 503"),
        ((429, {}), "Unavailable", "answered 429"),
        ((200, "half"), "Unavailable", "no JSON"),
        ((0, None), "Unavailable", "no answer"),
        ((403, "no"), "AirflowException", "run.invoker"),
        ((500, "a fault"), "AirflowException", "see the function's log"),
        ((302, "elsewhere"), "AirflowException", "answered 302"),
        ((400, {"problems": ["days.from: a day"]}), "Refused", "days.from: a day"),
        ((404, {"error": '"flights" is not deployed'}), "Refused", "is not deployed"),
        ((200, {"format": "sluice/step/2"}), "Refused", "'sluice/step/2', not 'sluice/step/1'"),
    ],
)
def test_what_helps_another_time_and_what_does_not(google, environment, answer, kind, says):
    google.answers = [answer]
    with pytest.raises(Exception, match=says) as raised:
        ask(environment)
    assert raised.type.__name__ == kind
    # Not asked again behind Airflow's back, and the token is in no message.
    assert len(google.asked) == 1
    assert token_for(environment.step) not in str(raised.value)


def test_nobody_answers(environment):
    from dataclasses import replace

    from sluice_dags.functions import Unavailable

    with pytest.raises(Unavailable, match="no answer"):
        ask(replace(environment, step="http://127.0.0.1:9/step"))
