"""The plan's model as one would write it down first: a binary for each start in each year, one row for
each sentence of the method, natural units. Written from the method's description, not from our code."""

import pulp


def annuity(terms):
    rate, life = terms["capital_rate"], terms["life_years"]
    return 1 / life if rate == 0 else rate / (1 - (1 + rate) ** -life)


def build(model):
    """The PuLP problem of a model as JSON has it."""
    years, terms = model["years"], model["terms"]
    span = range(len(years))
    factor = [(1 + terms["discount"]) ** (years[0] - year) for year in years]
    margin = terms["margin"]
    better = -1 if model["objective"] in ("co2", "cod", "water", "energy") else 1
    problem = pulp.LpProblem("plan", pulp.LpMaximize)

    start, runs, output = {}, {}, {}
    for option in model["options"]:
        k = option["id"]
        for t in span:
            start[k, t] = pulp.LpVariable(f"y_{k}_{t}", cat="Binary")
            output[k, t] = pulp.LpVariable(f"x_{k}_{t}", lowBound=0)
            too_early = option["earliest"] is not None and years[t] < option["earliest"]
            too_late = option["latest"] is not None and years[t] > option["latest"]
            if too_early or too_late or option["decision"] == "not":
                problem += start[k, t] == 0
            runs[k, t] = pulp.lpSum(start[k, s] for s in range(t + 1))
            load = terms["min_load"] if option["min_load"] is None else option["min_load"]
            problem += output[k, t] >= load * option["capacity"] * runs[k, t]
            problem += output[k, t] <= option["capacity"] * runs[k, t]
        whole = pulp.lpSum(start[k, t] for t in span)
        problem += whole == 1 if option["decision"] == "must" else whole <= 1
    for plant in model["plants"]:
        for t in span:
            output[plant["id"], t] = pulp.LpVariable(
                f"x_{plant['id']}_{t}", lowBound=plant["at_least"], upBound=plant["at_most"])
    movers = model["options"] + model["plants"]
    base = {plant["id"]: plant["base"] for plant in model["plants"]}

    buy, sell, dispose = {}, {}, {}
    for good in model["goods"]:
        g = good["id"]
        closed = good["price_cny"] is None or not good["tradable"]
        for t in span:
            today = good["made"][t] - good["needed"][t] - good["final_demand"][t] + sum(
                flow["per_unit"] * plant["base"] for plant in model["plants"]
                for flow in plant["flows"] if flow["good"] == g)
            cap = good["sales_cap"][t] if good["sales_cap"] is not None else None
            buy[g, t] = pulp.LpVariable(f"buy_{g}_{t}", lowBound=0, upBound=max(0, -today) if closed else None)
            if closed:
                cap = max(0, today) if cap is None else min(cap, max(0, today))
            sell[g, t] = pulp.LpVariable(f"sell_{g}_{t}", lowBound=0, upBound=cap)
            dispose[g, t] = pulp.LpVariable(f"dispose_{g}_{t}", lowBound=0, upBound=None if good["disposal"] else 0)
            problem += (
                pulp.lpSum(flow["per_unit"] * output[mover["id"], t]
                           for mover in movers for flow in mover["flows"] if flow["good"] == g)
                + good["made"][t] + buy[g, t] - sell[g, t] - dispose[g, t]
                == good["needed"][t] + good["final_demand"][t])

    charges = []
    for limit in model["limits"]:
        r = limit["id"]
        for t in span:
            used = []
            for mover in movers:
                k = mover["id"]
                for use in mover["uses"]:
                    if use["limit"] == r:
                        used.append(use["per_unit"] * (output[k, t] - base.get(k, 0)))
                        if use["on_start"]:
                            used.append(use["on_start"] * runs[k, t])
            for good in model["goods"]:
                if good["disposal"] and good["disposal"]["limit"] == r:
                    used.append(good["disposal"]["counts"] * dispose[good["id"], t])
            if limit["soft_charge"] is None:
                problem += pulp.lpSum(used) <= limit["headroom"][t]
            else:
                over = pulp.LpVariable(f"over_{r}_{t}", lowBound=0)
                problem += pulp.lpSum(used) - over <= limit["headroom"][t]
                charges.append(factor[t] * limit["soft_charge"] * over)

    if model["budget_cny"] is not None:
        for t in span:
            problem += pulp.lpSum(
                option["public_cost_cny"] * start[option["id"], t] for option in model["options"]
            ) <= model["budget_cny"][t]
    for pair in model["needs"]:
        for t in span:
            problem += runs[pair["option"], t] <= runs[pair["needs"], t]
    for pair in model["excludes"]:
        last = len(years) - 1
        problem += runs[pair["one"], last] + runs[pair["other"], last] <= 1

    def total(objective):
        parts = []
        for t in span:
            for mover in movers:
                k = mover["id"]
                for effect in mover["effects"]:
                    if effect["objective"] == objective:
                        part = effect["per_unit"] * (output[k, t] - base.get(k, 0))
                        if k not in base:
                            part += effect["per_year"] * runs[k, t] + effect["on_start"] * start[k, t]
                        parts.append(factor[t] * part)
            if objective == "value_added":
                for good in model["goods"]:
                    g = good["id"]
                    if good["price_cny"] is not None and good["tradable"]:
                        price = good["price_cny"]
                        parts.append(factor[t] * price * (1 - margin) * sell[g, t])
                        parts.append(-factor[t] * price * (1 + margin) * buy[g, t])
                    if good["disposal"]:
                        parts.append(-factor[t] * good["disposal"]["cost_cny"] * dispose[g, t])
                for option in model["options"]:
                    parts.append(-factor[t] * annuity(terms) * option["capex_cny"] * runs[option["id"], t])
            if objective == "local_sourcing":
                for good in model["goods"]:
                    if good["price_cny"] is None:
                        continue
                    needs = []
                    for mover in movers:
                        net = sum(flow["per_unit"] for flow in mover["flows"] if flow["good"] == good["id"])
                        if net < 0:
                            needs.append(-net * output[mover["id"], t])
                    needs = pulp.lpSum(needs) + good["needed"][t] + good["final_demand"][t]
                    parts.append(factor[t] * good["price_cny"] * (needs - buy[good["id"], t]))
        return pulp.lpSum(parts)

    for bound in model["bounds"]:
        if bound["at_least"] is not None:
            problem += total(bound["objective"]) >= bound["at_least"]
        if bound["at_most"] is not None:
            problem += total(bound["objective"]) <= bound["at_most"]
    problem.setObjective(better * total(model["objective"]) - pulp.lpSum(charges))
    return problem
