# make run      set up, read seeds/, open the chat on http://127.0.0.1:7860
# make test     set up, run the tests
# make check    set up, lint, types, import contracts
# make eval     set up, ask the labelled questions of seeds/, report how good the answers are
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LIBRARY := .library
PORT ?= 7860

.PHONY: run test check eval clean

run: $(VENV)/ready
	@$(BIN)/quoth sync seeds --library $(LIBRARY)
	@$(BIN)/quoth serve --library $(LIBRARY) --port $(PORT) --examples seeds/questions.jsonl

test: $(VENV)/ready-dev
	$(BIN)/python -m pytest

check: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: $(VENV)/ready-dev
	@rm -f .runs/seeds.jsonl
	$(BIN)/python -m eval run --questions seeds/questions.jsonl --documents seeds --setting open --out .runs/seeds.jsonl
	$(BIN)/python -m eval report .runs/seeds.jsonl

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready
	$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[dev]"
	@touch $@

clean:
	rm -rf $(VENV) $(LIBRARY) build dist
