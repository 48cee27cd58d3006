"""The report: what the scorer reaches on pages that it had not seen."""
from measures import score_pages
def write_report(here, training, first, probabilities, importance, size):
    for name, p in (("first", first), ("second", probabilities)):
        table, conf = score_pages(training.data.pages, p)
        print(name, {k: tuple(round(float(x), 4) for x in v[:3]) for k, v in sorted(table.items())})
    print(size)
