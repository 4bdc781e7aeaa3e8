"""The long run would find something: a few of its mutants are made, put in place and noticed, always the same."""

import json
import os
import subprocess
import sys

from tests.mutation.plan import ROOT
from tests.mutation.sample import EACH, FILES


def test_a_sample_of_changes_is_noticed_and_a_function_exchanged_for_itself_is_not():
    told = subprocess.run(
        [sys.executable, "-m", "tests.mutation", "--sample"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert json.loads(told.stdout) == {"changed": EACH * len(FILES), "noticed": EACH * len(FILES)}
