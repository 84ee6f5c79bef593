grid-head = { $head } ({ $unit })
grid-money = ¥ million
grid-origin-stale = stale
grid-origin-unknown = source unknown
grid-product = Product
grid-process = Process
grid-processes = Processes
grid-enterprise = Enterprise
grid-plant = Plant
grid-project = Project
grid-projects = Projects coming
grid-candidate = Candidate
grid-candidates = Candidates
grid-state = State
grid-state-here = State here
grid-status = Status
grid-stage = Stage
grid-source = Source and date
grid-quantity = Quantity a year
grid-value = Value a year
grid-essential = Essential
grid-essential-share = Essential share
grid-viability = Viability
grid-score = Rank value
grid-buyers = Buyers
grid-buyer = Buyer
grid-maker = Maker
grid-makers = Makers
grid-made = Comes out a year
grid-by-product = By-product
grid-takers = Processes that would take it
grid-takers-here = Takers here
grid-feedstock = Feedstock and what is available
grid-reachable = Reachable scale
grid-smallest = Smallest viable scale
grid-scale = Scale computed
grid-capex = Investment, about
grid-carries = Viable alone
grid-added = Value added per unit
grid-uplift = Uplift a year
grid-local-share = Local input share
grid-loops = Loops closed
grid-pair-status = Trade
grid-what = What
grid-figure = Figure
grid-whom = Whom it touches
grid-per-unit = Per unit of main product
grid-output = Output of the plant
grid-limit = Resource or emission
grid-takes = A plant would take
grid-left = Left
grid-fits = Fits
grid-region = Region
grid-share = Share of its sales
grid-code = Code
grid-makes = Makes
grid-fills = Gaps it could fill
grid-gap-value = Value of those gaps
grid-would-extend = Extensions it fits
grid-year = Year
grid-capacity = Capacity
grid-earliest = Earliest
grid-price-date = Price of
grid-price-registered = Price registered
grid-tax = Tax taken out
grid-price-used = Price without tax
grid-place = Place or terms
grid-item = Item
grid-direction = Direction
grid-worth = Worth per unit of main product
grid-basis = Basis
grid-declared = Supplies
list-yes = yes
list-no = no
list-none = none
list-all-states = All states
list-all-products = All products
list-all-regions = All regions
list-filter-apply = Filter
list-filter-state = State
list-filter-sort = Order
list-sort-rank = By rank value
list-sort-value = By value
list-sort-name = By name
list-tab-count = { $name } { $count }
list-open-candidates = Candidates
list-open-enterprises = All enterprises
list-open-product = Product page
list-open-process = Process page


opportunities-title = Opportunities
opportunities-help = Computed from the registers: what is missing, what could come next, who could trade with whom, what is vulnerable, which by-products lie unused. A name opens its reasoning, a figure its formula and what is unknown. Unknown is never zero: such figures say “at least” or “up to”. To correct a result, correct the registers.
opportunities-lead = Inputs that surely come from outside: { $gaps }, worth { $value } a year; the need for { $carried } of them would carry a plant. Extensions: { $steps }, of which { $viable } are viable alone; the first would add { $uplift } a year. Pairs that could trade: { $pairs }. Vulnerabilities: { $weak }.
opportunities-lead-empty = The registers hold no plants yet, so nothing can be computed. Download the template on the Data page, fill it in and import it.
opportunities-kinds = Kinds of opportunity
opportunities-gaps = Missing links
opportunities-utilities = Utilities: power, steam, gas and water
opportunities-utility-steps = Extensions that make a utility
opportunities-mineral = mineral, not made here
opportunities-market-unknown = national use not registered
opportunities-beyond-market = more than the country uses
opportunities-extensions = Extensions
opportunities-matches = Matches
opportunities-vulnerabilities = Vulnerabilities
opportunities-byproducts = Unused by-products
opportunities-about-gaps = Inputs that must come from outside. Rank value = value a year × essential share × viability, ordered by what is sure.
opportunities-about-extensions = Processes whose main feedstock is now sold outside. Rank value = uplift × local input share × viability, ordered by what is sure; first what the country is known to use enough of, then what has no registered national use, then what is more than the country uses. Two extensions may want the same feedstock.
opportunities-about-matches = Makers and buyers here between whom no trade, or too little, is registered. “To be asked”: neither has declared its supplies complete, so they may trade already.
opportunities-about-vulnerabilities = On what the chain hangs and what works badly: single suppliers, intensities worse than the access level, low or very high utilisation, overdue difficulties, major hazards.
opportunities-about-byproducts = By-products that no plant here needs and of which no sale is registered.
opportunities-nothing = Nothing matches. Loosen the filter, or add to the registers on the Data page.
opportunities-smallest = smallest viable { $smallest }
opportunities-look-for = product, process or enterprise
opportunities-workbook = Lists (xlsx)
opportunities-json = JSON
opportunities-back = Back to the list
opportunities-byproduct-certain = surely unused
opportunities-byproduct-ask = to be asked
opportunities-byproduct-no-taker = no process in the library takes it
opportunities-vulnerabilities-single-supplier = Single supplier
opportunities-vulnerabilities-worse-than-access = Worse than the access level
opportunities-vulnerabilities-low-utilisation = Utilisation under 50%
opportunities-vulnerabilities-high-utilisation = Utilisation over 95%
opportunities-vulnerabilities-overdue-difficulties = Overdue difficulties
opportunities-vulnerabilities-major-hazards = Major hazards
opportunities-vulnerabilities-measured = measured { $measured }, level 2 { $level }
formula-vulnerabilities-stake = the smaller of what is made and needed here × price without tax
formula-vulnerabilities-utilisation = output of the year ÷ capacity


reasoning-facts = In figures
reasoning-unknown = What is not known, and how to mend it
reasoning-all-known = Nothing behind this calculation is unknown.
reasoning-sentence-gap = {" "}
reasoning-names-separator = {", "}
reasoning-remedy-output = Enter the reporting year's output in Plant outputs.
reasoning-remedy-capacity = Enter the capacity in Plants.
reasoning-remedy-flow = Enter the quantity in Flows, or at least its bounds.
reasoning-remedy-price = Enter a price dated on or before the end of the reporting year in Prices.
reasoning-remedy-supply = Enter the quantity in Supplies.
reasoning-remedy-supply-completeness = Ask the enterprise; where all is registered, declare it in Supplies complete.
reasoning-remedy-demand = Enter the quantity in Final demand.
reasoning-remedy-essential = Say in Flows whether the input is essential.
reasoning-remedy-viable-scale = Enter the smallest viable scale in Processes.
reasoning-remedy-limit = Enter what is used in Limits; while blank it is derived from the plants and only a lower bound.
reasoning-remedy-maker = Add a process that makes it to Processes and Flows.
reasoning-remedy-feedstock = Mark the main feedstock in Flows.
reasoning-remedy-treatment = Enter the plant’s treatment in Plant treatments, or what it emits in Plant measures.
reasoning-sides-buyers = Who needs { $product }
reasoning-sides-makers = Who makes { $product }
reasoning-sides-none = None is registered.
reasoning-sides-note = Quantity a year = amount per unit of main product (as measured, else by the library's recipe) × output of the plant. The sources named are first that of the amount, then that of the output.
reasoning-sides-by-product = by-product
reasoning-sides-main-product = main product
reasoning-sides-final-demand = final demand
reasoning-sides-does-not-apply = does not apply
reasoning-takes-caption = { $process }, { $scale } a year
reasoning-takes-no-cap = no cap registered
reasoning-takes-none = The recipe takes nothing that is limited, or no limit is registered for the year.
reasoning-fits-yes = fits
reasoning-fits-no = does not fit
reasoning-fits-unknown = unknown
reasoning-carries-yes = viable alone
reasoning-carries-no = not viable alone
reasoning-carries-unknown = undetermined
reasoning-limits = Do the limits leave room?
reasoning-limits-fit = It fits into every limit of the zone.
reasoning-limits-over = But it exceeds what is left of: { $names }.
reasoning-limits-open = Whether the limits leave room is not known for: { $names }.
reasoning-limits-none = No limit that it would touch is registered.
reasoning-price-caption = The price used
reasoning-price-none = No price is registered up to the end of the reporting year, so the value is unknown. Add one to Prices.
reasoning-projects = Projects coming
reasoning-projects-caption = Projects coming
reasoning-projects-none = No project is on its way. Choose a candidate and begin talks.
reasoning-candidates = Candidates
reasoning-candidates-none = No company in the directory makes it. Add some to Directory and Directory products.
reasoning-unverified = not verified
formula-gap-side = amount per unit of main product × output of the plant
formula-gap-price = price registered ÷ (1 + tax rate), where tax is included
formula-gap-left = cap − used
formula-gap-takes = use or emission per unit of main product × scale
formula-gap-capex = investment per unit of capacity × scale computed


gap-title = Missing link: { $product }
gap-help = Why it is missing, what it is worth, and whether it could be made here: net imports, value, essential share, viability of each process, room within the limits, and who could come.
gap-lead-missing = Nobody here makes { $product }: { $year } needed { $needed }, all of it from outside, worth { $value }.
gap-lead-short = In { $year } { $made } of { $product } was made here and { $needed } needed; { $quantity } had to come from outside, worth { $value }.
gap-lead-undetermined = Of { $product }, { $year } made { $made } and needed { $needed }; what had to come from outside is { $quantity }, not certain while figures are unknown.
gap-lead-none = In { $year } there is no gap in { $product }: none of it had to come from outside.
gap-lead-carries = The need would carry a plant of { $process }.
gap-lead-too-small = The need is smaller than the smallest viable scale of { $process }; alone it carries no plant.
gap-lead-open = Whether it would carry a plant of { $process } is not certain.
gap-lead-no-way = No process of the library has it as main product, so whether it could be made here cannot be judged.
gap-lead-mineral = It is made only where the deposit lies, so it cannot be made here: buy it well.
gap-quantity = Net imports
gap-value = Value a year
gap-essential-share = Essential share
gap-viability = Viability
gap-score = Rank value
gap-step-quantity = How much is missing
gap-step-value = What it is worth
gap-step-essential = Would its lack stop anybody
gap-step-viability = Would it carry a plant
gap-step-score = Its rank value
gap-numbers-quantity = = { $needed } − { $made }, not under 0 = { $quantity }
gap-numbers-value = = { $quantity } × { $price }/{ $unit } = { $value }
gap-numbers-essential = essential { $essential }; other { $other }; not said { $unsaid }; share = { $share }
gap-numbers-viability = net imports { $quantity }; best of the processes = { $viability }
gap-numbers-score = = { $value } × { $share } × { $viability } = { $score }
gap-essential-note = Whether it is essential to each buyer stands in the table of step 1; final demand counts as not essential.
gap-limits-note = For a plant of the net imports, not under the smallest viable scale; beside what the zone's limits leave this year.
gap-ways-caption = Processes that make it
gap-ways-none = No process of the library makes it. Add one to Processes and Flows.
formula-gap-quantity = net imports = needed here − made here (not under 0)
formula-gap-essential = essential share = essential need ÷ all need
formula-gap-viability = viability = net imports ÷ smallest viable scale (at most 100%)
formula-gap-scale = net imports, but not under the smallest viable scale
formula-gap-score = rank value = value a year × essential share × viability


step-title = Extension: { $process }
step-help = Why this process is an extension: how much feedstock is sold outside, what scale that allows, whether it stands alone, what each unit adds, how much of its inputs is local, room within the limits, and who could come.
step-lead = In { $year } { $available } of { $feedstock } was sold outside; it would make { $reachable } of { $product } and add { $uplift } a year.
step-lead-none = In { $year } { $process } is no extension: its main feedstock is not sold outside, or is processed here already.
step-lead-viable = That is over the smallest viable scale of { $smallest }: it is viable alone.
step-lead-not-alone = That is under the smallest viable scale of { $smallest }: it is not viable on local feedstock alone.
step-lead-open = The smallest viable scale is { $smallest }; whether it is viable alone is not certain.
step-lead-within-market = The country used { $consumption } of { $product } in { $year }.
step-lead-unknown-market = What the country uses of { $product } is not registered, so that it is open whether the market takes it; it stands behind those of which it is known. Register it under Markets.
step-lead-beyond-market = The country used { $consumption } of { $product } in { $year }, less than a plant of this scale makes: what the market cannot take does not count as an extension, and it is ranked below.
step-feedstock = Main feedstock
step-available = Feedstock available (net exports)
step-reachable = Reachable scale
step-per-unit = Value added
step-uplift = Uplift a year
step-local-share = Local input share
step-no-priced-input = no inputs
step-step-available = How much feedstock is available
step-step-reachable = What scale that allows
step-step-viability = Does it stand alone
step-step-added = What each unit adds
step-step-uplift = What it adds a year
step-step-local = How much of its inputs is local
step-step-loops = Which loops it closes
step-numbers-available = = { $made } − { $needed }, not under 0 = { $available }
step-numbers-reachable = = { $available } ÷ { $per_unit }/{ $unit } = { $reachable }
step-numbers-viability = = { $reachable } ÷ { $smallest }, at most 100% = { $viability }
step-numbers-score = = { $uplift } × { $share } × { $viability } = { $score }
step-step-score = Its rank value
step-viability = Viability
formula-step-score = rank value = uplift a year × local input share × viability
step-numbers-added = sum = { $added }/{ $unit }
step-numbers-uplift = = { $added }/{ $unit } × { $reachable } = { $uplift }
step-numbers-local = = { $share }
step-already-made = { $made } of { $product } is made here already.
step-not-alone-note = The reachable scale is under the smallest viable one; it is not raised to fit.
step-other-chain = The feedstock is outside the chain looked at; choose all chains to see its balance.
step-limits-note = For a plant of the reachable scale, beside what the zone's limits leave this year.
step-recipe-caption = What goes in and comes out per { $unit } of main product
step-recipe-none = No flows are registered for the process.
step-implicit = main product
step-unpriced = Without a price, so not in the value added: { $names }. Add prices to Prices.
step-loops-caption = By-products that plants here would take
step-loops-none = No plant here takes its by-products.
formula-step-available = available = made here − needed here (not under 0)
formula-step-reachable = reachable scale = feedstock available ÷ feedstock per unit of main product
formula-step-viability = viability = reachable scale ÷ smallest viable scale (at most 100%); viable alone at 100%
formula-step-added = value added per unit = what comes out × price − what goes in × price, over what has a price
formula-step-worth = amount per unit × price without tax; what goes in is negative
formula-step-local = local input share = value of inputs made here ÷ value of all inputs; an input without a price leaves it open


match-title = Match: { $product }
match-help = Who here makes it, who needs it, how much local trade is registered, and how much more could be. What one enterprise makes for itself comes off first. Where neither has declared its supplies complete they are “to be asked”: they may trade already.
match-lead = In { $year } { $product } has { $pairs } possible pairings here, over { $quantity }, worth { $value }.
match-lead-ask = To be asked first: { $count }, since neither side has declared its supplies complete.
match-lead-introduce = They can be introduced at once.
match-lead-none = In { $year } nobody here could newly trade { $product } with anybody here.
match-made = Made here
match-needed = Needed here
match-traded = Local trade registered
match-potential = Potential
match-value = Value of the pairs
match-step-sides = What is made and needed
match-step-traded = What is traded already
match-step-potential = What potential is left
match-step-own = Made for own use
match-step-pairs = Who could trade with whom
match-numbers-sides = made { $made }; needed { $needed }
match-numbers-traded = local trade = { $traded }
match-numbers-potential = = { $covered } − { $traded }, not under 0 = { $potential }
match-numbers-own = = { $own }
match-trade-caption = Local trade registered for the year
match-trade-none = No local trade is registered for the year.
match-declared-caption = Who has declared its supplies complete
match-complete = declared complete
match-incomplete = not declared
match-pairs-caption = Pairs that could trade
match-pairs-note = A maker's rest = output − own use − registered local sales; a buyer's = need − own supply − registered local purchases; the largest are paired first.
match-price = Valued at { $price }/{ $unit } without tax ({ $date }).
match-pair-not-trading = not trading
match-pair-to-be-asked = to be asked
match-pair-could-trade-more = could trade more
formula-match-made = sum over plants of what comes out per unit × output
formula-match-needed = sum over plants of what goes in per unit × output, and final demand
formula-match-sides = made, needed = sum over plants of net output, net input per unit × output (need with final demand)
formula-match-traded = sum of registered supplies with both ends here; a lower bound where not declared complete
formula-match-potential = potential = smaller of made and needed − local trade (not under 0)
formula-match-own = own use = sum over enterprises of the smaller of what each makes and needs
formula-match-pair = the smaller of the maker's rest and the buyer's
formula-match-value = quantity that could be traded × price without tax


candidates-title = Candidates
candidates-help = Outside companies of the directory, which gaps here each could fill and which extensions it fits. Only those of use are shown at first, by the value of those gaps. To add some, import Directory and Directory products.
candidates-lead = Of { $all } outside companies in the directory, { $useful } could fill a gap or take an extension here; of { $gaps } gaps, { $covered } have a maker in the directory.
candidates-look-for = company or product
candidates-show-useful = Only those of use here
candidates-show-all = All
candidates-found = Shown: { $count }.
candidates-caption = Outside companies
candidates-nothing = No company matches. Loosen the filter, or import a directory on the Data page.
candidate-help = Why, or why not, to invite this company: what it makes, which gaps and extensions here it fits, and what it already trades with the zone.
candidate-why-gaps = { $company } makes what is missing here: { $products }; those gaps are worth { $value } a year.
candidate-why-steps = Its products are extensions here: { $processes }; they would process { $feedstocks }, now sold outside.
candidate-why-not = As registered, nothing that { $company } makes fills a gap or is an extension here.
candidate-why-trades = It already supplies the zone: here it would stand beside its customers.
candidate-step-makes = What it makes
candidate-step-fills = Gaps it could fill
candidate-step-extends = Extensions it fits
candidate-step-trade = Trade registered with the zone
candidate-makes-none = None of its products is registered. Add them to Directory products.
candidate-fills-none = Nothing that it makes is missing here.
candidate-extends-none = Nothing that it makes is an extension here.
candidate-trade-none = No trade with the zone is registered.
candidate-not-used = neither made nor used here
formula-candidate-value = sum of the values of the gaps that it could fill
