PYTHON ?= python3

.PHONY: run test bench gallery lint messages reset

run test bench gallery lint messages reset:
	@$(PYTHON) bootstrap.py $@ $(ONLY)
