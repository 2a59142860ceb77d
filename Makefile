PYTHON ?= python3

.PHONY: run test bench lint messages reset

run test bench lint messages reset:
	@$(PYTHON) bootstrap.py $@
