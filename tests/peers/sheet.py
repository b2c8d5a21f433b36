"""Opens an export as an office program would: `sheet.py FILE.xlsx|FILE.csv` prints its rows as JSON."""

import csv
import json
import sys

import openpyxl


def rows(path):
    if path.endswith(".xlsx"):
        book = openpyxl.load_workbook(path, read_only=True)
        return [[cell if cell is None else str(cell) for cell in row] for row in book.active.values]
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file, strict=True))


if __name__ == "__main__":
    print(json.dumps(rows(sys.argv[1])))
