"""The job as Dataflow gets it, made without a network from what TypeScript asks for at a launch. Beam only warns of an
option that it does not know: what counts is what stands in the job."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from apache_beam.options.pipeline_options import GoogleCloudOptions, PipelineOptions
from apache_beam.portability.api import beam_runner_api_pb2
from apache_beam.runners.dataflow.internal import apiclient

from host.store.places import Places
from split.main import pipeline_of
from split.metadata import metadata
from split.options import PARAMETERS

HERE = Path(__file__).parent
VECTORS = json.loads((HERE.parent / "vectors" / "launch.json").read_text("utf-8"))
SPEC = VECTORS["spec"]
IMAGE = SPEC["value"]["image"]

Job = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """How the launcher of flex templates hands a field on to Beam, and what becomes of it in the job."""

    options: Callable[[Any], list[str]]
    effect: Callable[[Job], Any]


def option(name: str) -> Callable[[Any], list[str]]:
    return lambda value: [f"--{name}={value}"]


def pool(job: Job) -> dict[str, Any]:
    (pool,) = job["environment"]["workerPools"]
    return pool


ALGORITHMS = {"AUTOSCALING_ALGORITHM_NONE": "NONE", "AUTOSCALING_ALGORITHM_BASIC": "THROUGHPUT_BASED"}

FIELDS = {
    "numWorkers": Field(option("num_workers"), lambda job: pool(job)["numWorkers"]),
    "maxWorkers": Field(option("max_num_workers"), lambda job: pool(job)["autoscalingSettings"]["maxNumWorkers"]),
    "autoscalingAlgorithm": Field(
        lambda value: [f"--autoscaling_algorithm={ALGORITHMS[value]}"],
        lambda job: pool(job)["autoscalingSettings"]["algorithm"],
    ),
    "machineType": Field(option("worker_machine_type"), lambda job: pool(job)["machineType"]),
    "diskSizeGb": Field(option("disk_size_gb"), lambda job: pool(job)["diskSizeGb"]),
    "subnetwork": Field(option("subnetwork"), lambda job: pool(job)["subnetwork"]),
    "ipConfiguration": Field(
        lambda value: {"WORKER_IP_PRIVATE": ["--no_use_public_ips"]}[value], lambda job: pool(job)["ipConfiguration"]
    ),
    "sdkContainerImage": Field(option("sdk_container_image"), lambda job: pool(job)["workerHarnessContainerImage"]),
    "serviceAccountEmail": Field(
        option("service_account_email"), lambda job: job["environment"]["serviceAccountEmail"]
    ),
    "flexrsGoal": Field(
        lambda value: [f"--flexrs_goal={value.removeprefix('FLEXRS_')}"],
        lambda job: job["environment"]["flexResourceSchedulingGoal"],
    ),
    "tempLocation": Field(
        option("temp_location"),
        # Below it a folder for each job.
        lambda job: job["environment"]["tempStoragePrefix"]
        .replace("storage.googleapis.com/", "gs://")
        .rpartition("/")[0],
    ),
    "additionalUserLabels": Field(
        lambda labels: [f"--labels={key}={value}" for key, value in labels.items()], lambda job: job["labels"]
    ),
    "additionalPipelineOptions": Field(
        lambda options: [f"--{each}" for each in options],
        lambda job: [f"number_of_worker_harness_threads={pool(job)['numThreadsPerWorker']}"],
    ),
}
# Of the launcher's machine; and where files go, which here is a folder, so that none is sent.
WITHOUT_EFFECT = {"launcherMachineType", "enableLauncherVmSerialPortLogging", "stagingLocation"}


@pytest.fixture(scope="module", params=VECTORS["requests"])
def request_of(request: pytest.FixtureRequest) -> Any:
    return VECTORS["requests"][request.param]


@pytest.fixture(scope="module")
def asked(request_of: Any) -> dict[str, Any]:
    """The environment of the container spec, and over it the one of the launch."""
    return SPEC["value"]["defaultEnvironment"] | request_of["launchParameter"]["environment"]


@pytest.fixture(scope="module")
def folder(request_of: Any, asked: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With job.json and pipeline.pb, as they would be sent."""
    folder = tmp_path_factory.mktemp("job")
    launch = request_of["launchParameter"]
    parameters = launch["parameters"]
    options = PipelineOptions(
        [
            "--runner=DataflowRunner",
            f"--project={request_of['projectId']}",
            f"--region={request_of['location']}",
            f"--job_name={launch['jobName']}",
            *[f"--{name}={value}" for name, value in parameters.items()],
            *[text for name, field in FIELDS.items() if name in asked for text in field.options(asked[name])],
            f"--staging_location={folder}",
            f"--template_location={folder / 'job.json'}",
            "--dry_run=true",
            "--no_auth",
        ]
    )
    pipeline = pipeline_of(options)
    job = pipeline.run().job  # pyright: ignore[reportAttributeAccessIssue] (as the Dataflow runner's result has it)
    # Beam takes a folder for a mistake, and has put temp_location in its place.
    for view in (options, job.options):
        view.view_as(GoogleCloudOptions).staging_location = str(folder)
    apiclient.DataflowApplicationClient(job.options, str(folder)).create_job(job)
    return folder


@pytest.fixture(scope="module")
def job(folder: Path) -> Job:
    return json.loads((folder / "job.json").read_text())


def test_every_field_that_is_sent_has_its_effect_in_the_job(asked: dict[str, Any], job: Job) -> None:
    effects = {name: FIELDS[name].effect(job) for name in asked.keys() - WITHOUT_EFFECT}
    assert effects == {name: asked[name] for name in effects}


def test_the_job_is_named_and_told_what_the_launch_says(request_of: Any, job: Job) -> None:
    launch = request_of["launchParameter"]
    assert job["name"] == launch["jobName"]
    assert job["type"] == "JOB_TYPE_BATCH"
    told = job["environment"]["sdkPipelineOptions"]["options"]
    assert {name: told[name] for name in launch["parameters"]} == launch["parameters"]
    assert (told["project"], told["region"]) == (request_of["projectId"], request_of["location"])


def test_workers_are_as_many_as_asked_and_no_more_than_the_cap(asked: dict[str, Any]) -> None:
    assert 1 <= asked["numWorkers"] <= asked["maxWorkers"]
    assert ("autoscalingAlgorithm" in asked) != ("flexrsGoal" in asked)


def test_every_step_runs_in_the_image(folder: Path, job: Job) -> None:
    assert [each["containerImage"] for each in pool(job)["sdkHarnessContainerImages"]] == [IMAGE]
    proto = beam_runner_api_pb2.Pipeline.FromString((folder / "pipeline.pb").read_bytes())
    payloads = [environment.payload for environment in proto.components.environments.values()]
    assert payloads
    assert all(IMAGE.encode() in payload for payload in payloads)


def test_nothing_is_installed_when_a_worker_starts(job: Job) -> None:
    sent = {package["name"] for package in pool(job).get("packages", [])}
    assert sent == set()


def test_there_is_a_process_for_each_core(job: Job) -> None:
    assert "use_multiple_sdk_containers" in job["environment"]["experiments"]


def test_the_graph_stays_small_whatever_the_manifest(folder: Path) -> None:
    """Dataflow takes 10 MB; drops and rules are read by the workers."""
    assert (folder / "pipeline.pb").stat().st_size < 200_000


def test_beam_does_no_more_than_warn_of_an_option_that_it_does_not_know(caplog: pytest.LogCaptureFixture) -> None:
    """Why effects are asserted and not options."""
    with caplog.at_level(logging.WARNING):
        PipelineOptions(["--manifest=m", "--lake=l", "--max_number_of_workers=7"]).get_all_options()
    assert "max_number_of_workers" in caplog.text


def test_metadata_is_made_from_the_options() -> None:
    committed = HERE.parents[2] / "dataflow-templates" / "split" / "metadata.json"
    assert json.loads(committed.read_text("utf-8")) == metadata() == SPEC["value"]["metadata"]
    assert [each["name"] for each in metadata()["parameters"]] == [each.name for each in PARAMETERS]


def test_both_languages_find_an_object_of_the_lake_in_one_place() -> None:
    for request in VECTORS["requests"].values():
        launch = request["launchParameter"]
        bucket, name = Places(launch["parameters"]["lake"]).locate(SPEC["name"])
        assert launch["containerSpecGcsPath"] == f"gs://{bucket}/{name}"
