# What stops when a firm stops
stops-title = Stops
stops-help = Each firm is assumed to stop, and the loss is followed: buyers miss inputs, sellers miss orders, and both pass it on. It rests on registered supplies and revenue; where no supply of a product is registered in the year although firms here make it and others need it, the supplies are estimated in proportion and marked so. A name opens the stop step by step: who loses first, how much is left, who could stand in. It says how far, not how soon; there are no stocks.
stops-lead = The stop of { $name } takes most from others: { $reaches ->
    [one] { $reaches } other firm loses
   *[other] { $reaches } other firms lose
} more than 1%, and { $lost } of all firms' revenue is lost, { $beyond } of it others'. The stop of { $spreading } of { $firms } firms reaches others.
stops-lead-none = By the registered supplies, no firm's stop makes another lose more than 1%.
stops-lead-empty = There is no firm to calculate with: none has a plant or a supply in this year. Import enterprises, plants and supplies first.
stops-terms = Reckoned from { $links } supplies between { $firms } firms here in { $year }, { $estimated } of them estimated; ε = { $epsilon }, { $substitution }.
stops-with = others that supply the same product stand in as far as they can
stops-without = nobody stands in
stops-open-weak = Vulnerabilities: stops that spread
stops-ranking = What each firm's stop takes
stops-nothing = No firm fits.
stops-firm = Firm that stops
stops-lost = Lost of all (ESRI)
stops-own = Its own part
stops-beyond = Others lose
stops-down = For want of inputs
stops-up = For want of orders
stops-reached = Firms reached
stops-iterations = Steps
stops-unconverged = not settled
stops-sort-esri = by what is lost
stops-sort-beyond = by what others lose
stops-sort-reaches = by firms reached
stops-reaches = { $count ->
    [one] { $count } firm reached
   *[other] { $count } firms reached
}
stops-findings = What was noticed
stops-no-finding = Nothing was noticed.
stops-record = Record
stops-what = What
stops-remedy = How to mend it
formula-stop-esri = Σ revenue × (1 − part of output that is left) ÷ Σ revenue, the part being the worse of want of inputs and want of orders; the firm itself included
formula-stop-own = the firm's revenue ÷ the revenue of all firms
formula-stop-beyond = lost of all − its own part
formula-stop-down = only what is lost for want of inputs
formula-stop-up = only what is lost for want of orders

stop-title = If { $name } stops
stop-open = What stops when this firm stops
stop-open-enterprise = The enterprise
stop-help = This firm is assumed to stop altogether: it stops in step 0, those whom it touches directly lose in step 1, and so on. A box names the firm, why it loses, and how much of its output is left in the end; a line is the supply through which the loss came, dashed where it is estimated. The table says the same. Firms that lose 1% or less are left out here; the JSON has them.
stop-lead = If { $name } stops, { $reaches ->
    [one] { $reaches } other firm loses
   *[other] { $reaches } other firms lose
} more than 1%, first { $first }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more
}; { $lost } of all firms' revenue is lost, { $own } by itself.
stop-lead-none = If { $name } stops, no other firm loses more than 1%; { $lost } of all firms' revenue is lost, { $own } by itself.
stop-lead-absent = { $name } has neither a plant nor a supply in this year, so that nothing can be said of its stop. Register its plants or supplies first.
stop-drawing = How the loss spreads, step by step
stop-column-first = Step { $step }: the stop
stop-column = Step { $step }
stop-want-stops = stops
stop-want-inputs = wants inputs
stop-want-orders = wants orders
stop-why-products = { $why }: { $products }
stop-box = { $name }: { $why }, { $left } left
stop-left-short = { $left } left
stop-more-firms = and { $count } more in the table
stop-line = { $product }: { $supplier } to { $customer }, { $value }
stop-line-estimated = { $product }: { $supplier } to { $customer }, estimated { $value }
stop-key-registered = registered supply
stop-key-estimated = estimated supply
stop-key-left = output left
stop-table = Who loses, and how much is left
stop-nobody = Nobody loses.
stop-firm = Firm
stop-step = Step
stop-why = Why
stop-left = Output left
stop-left-down = Inputs allow
stop-left-up = Still ordered
stop-through = Through what
stop-itself = it stops itself
stop-passed = { $product } ({ $firm })
stop-passed-estimated = { $product } ({ $firm }, estimated)
stop-alternatives = Who could stand in
stop-alternatives-about = For each product that the firm makes or supplies: who else here makes it, and who in the directory could supply it. Only local suppliers of the same product are computed to stand in, not purchases from outside.
stop-no-product = Nothing that this firm makes or supplies is registered.
stop-customers = Buyers here
stop-makers = Other makers here
stop-others = others here
stop-outside = only from outside
stop-nobody-else = nobody else
stop-more-candidates = { $count } more

opportunities-vulnerabilities-spreads = Stop spreads to others
lists-spreads = stop spreads to others
enterprise-spreads-answer = Its stop is among those that take most from others: { $lost } of all firms' revenue would be lost, { $beyond } of it others'; { $reaches } other firms would lose more than 1%.

finding-stop-unvalued = this supply has no value, and its product no price: it is left out of what stops spread through
    .remedy = enter its value in Supplies, or its quantity there and a price in Prices
finding-stop-estimated = no supply is registered in this year; { $count ->
    [one] { $count } supply is
   *[other] { $count } supplies are
} estimated in proportion to what is made and needed
    .remedy = register the actual supplies in Supplies; they then count instead
finding-stop-unpriced = made and needed here without a registered supply, and without a price: it cannot be estimated
    .remedy = register its supplies, or a price in Prices
finding-stop-unknown = made and needed here without a registered supply, and how much is unknown: it cannot be estimated
    .remedy = register its supplies, or the plants' outputs
finding-stop-revenue-unknown = revenue of the year is not given; registered sales of { $sold } CNY stand in, it is surely not less
    .remedy = enter the revenue in Annual figures
finding-stop-revenue-low = revenue of { $given } CNY is less than registered sales of { $sold } CNY; the latter counts
    .remedy = check the revenue in Annual figures and the values in Supplies
