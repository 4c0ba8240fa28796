"""MMLU-Pro's two logs by pandas and scipy, straight from the zips: every number that mmluPro.test.ts compares, as JSON."""
import json
import math
import sys
import zipfile

import numpy as np
import pandas as pd
from scipy import special, stats


def read(path):
    archive = zipfile.ZipFile(path)
    rows = pd.DataFrame(json.loads(archive.read(archive.namelist()[0])))
    rows["k"] = rows["options"].map(len)
    rows["right"] = (rows["pred"] == rows["answer"]).astype(float)
    place = rows["pred"].map(lambda letter: "ABCDEFGHIJ".index(letter) if letter else 99)
    rows["place"] = place.where(place < rows["k"])
    return rows.set_index("question_id")


def korn_graubard(rows):
    y, g = rows["right"], rows["category"]
    n, p, G = len(y), y.mean(), g.nunique()
    v = G / (G - 1) * ((y - p).groupby(g).sum() ** 2).sum() / n**2
    m = min(n, p * (1 - p) / v * (stats.t.ppf(0.975, n - 1) / stats.t.ppf(0.975, G - 1)) ** 2)
    x = p * m
    return [p, stats.beta.ppf(0.025, x, m - x + 1), stats.beta.ppf(0.975, x + 1, m - x)]


def log_odds(rows):
    G = rows["category"].nunique()
    f = lambda y: np.log((y.sum() + 0.5) / (len(y) - y.sum() + 0.5))
    left = np.array([f(rows.loc[rows["category"] != c, "right"]) for c in rows["category"].unique()])
    half = stats.t.ppf(0.975, G - 1) * np.sqrt((G - 1) ** 2 / G * left.var(ddof=1))
    return [rows["right"].mean(), *special.expit(f(rows["right"]) + np.array([-half, half]))]


def model(rows):
    asked = rows[rows["k"] >= 2]
    ten = asked[asked["k"] == 10]["place"].dropna().astype(int)
    bias = stats.chisquare(np.bincount(ten, minlength=10))
    return {
        "rows": len(rows),
        "asLogged": rows["right"].mean(),
        "unparsed": int(rows["pred"].isna().sum()),
        "questions": len(asked),
        "invalid": int(asked["place"].isna().sum()),
        "excluded": log_odds(asked[asked["place"].notna()]),
        "wrong": log_odds(asked),
        "exact": korn_graubard(asked),
        "chance": (1 / asked["k"]).mean(),
        "corrected": ((asked["right"] - 1 / asked["k"]) / (1 - 1 / asked["k"])).mean(),
        "byChoices": {str(k): [len(r), r["right"].mean(), 1 / k] for k, r in asked.groupby("k")},
        "positions": [bias.statistic, bias.pvalue],
    }


def pairs(a, b):
    first, second = int(((a == 1) & (b == 0)).sum()), int(((a == 0) & (b == 1)).sum())
    return [len(a), first, second, stats.binomtest(first, first + second).pvalue]


def holm(p):
    order = np.argsort(p)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1, np.maximum.accumulate((len(p) - np.arange(len(p))) * np.array(p)[order]))
    return adjusted.tolist()


one, two = read(sys.argv[1]), read(sys.argv[2])
both = one[one["k"] >= 2].join(two[two["k"] >= 2], how="inner", lsuffix="1", rsuffix="2")
same = both[(both["question1"] == both["question2"]) & (both["options1"] == both["options2"]) & (both["answer1"] == both["answer2"])]
d, g = both["right1"] - both["right2"], both["category1"]
G = g.nunique()
error = np.sqrt(G / (G - 1) * ((d - d.mean()).groupby(g).sum() ** 2).sum()) / len(d)
half = stats.t.ppf(0.975, G - 1) * error
by = {c: pairs(r["right1"], r["right2"]) for c, r in both.groupby("category1")}
_, first, second, _ = pairs(both["right1"], both["right2"])
# In whole numbers, since the binomial's tail is smaller than what a float can hold.
tail = sum(math.comb(first + second, k) for k in range(second + 1))
print(json.dumps({
    "models": [model(one), model(two)],
    "shared": pairs(both["right1"], both["right2"]),
    "same": pairs(same["right1"], same["right2"]),
    "log10P": math.log10(2 * tail) - (first + second) * math.log10(2),
    "difference": [d.mean(), d.mean() - half, d.mean() + half],
    "categories": by,
    "holm": dict(zip(by, holm([p[3] for p in by.values()]))),
}))
