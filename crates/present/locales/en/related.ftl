# Product space, relatedness and the zone's input-output table
related-density = Density
related-pci = Complexity (PCI)
related-own-zone = this zone
related-step = How near to what we are strong in, and how complex
related-not-in-reference = No reference region, nor this zone, has a value for it; there is nothing to compare.
related-numbers = density = { $density } (median of what this zone is not strong in: { $median }); PCI = { $pci } (this zone's ECI: { $eci }); RCA = { $rca }
related-verdict-strong = This zone is strong in it already.
related-verdict-reach = Near and complex: not far from what this zone is strong in, and it would raise its complexity.
related-verdict-not = Not both near and complex.
related-verdict-open = An index is not unique or unknown, so this is open.
related-regions = Compared with { $regions } registered regions; this zone is one of the regions itself, and its output counts in every total.
related-findings = Left out or worth a look ({ $count })
related-no-value = { $product } of { $region } has no value and is left out.
    .remedy = Fill in the value in the register Regions' products, or remove the line where nothing is made.
related-known-part = Not all of the local output of { $product } is known; its known part counts.
    .remedy = Fill in the outputs of the plants concerned.
related-unpriced = { $product } has no price and does not count in this zone's output.
    .remedy = Add a price of the reporting year or before to the register Prices.
related-io-unpriced = { $product } is made here and has no price: it is no sector, and its suppliers are not followed.
    .remedy = Add a price of the reporting year or before to the register Prices.
related-io-unmade = { $product } is not made here: its suppliers are elsewhere and not followed.
    .remedy = Nothing to do; if it is made here, register the plant and its output.
related-io-open-plant = The output of { $plant } is not known; only what is certain counts.
    .remedy = Fill in its output of the reporting year.
formula-related = density = Σ proximity to what the zone is strong in ÷ Σ proximity to all products; proximity φ = regions strong in both ÷ regions strong in the more common of the two; RCA = share of the product in the region ÷ its share in all regions, strong from 1; PCI: product complexity index. Near = density at least the median of what the zone is not strong in; complex = PCI at least the zone's ECI

space-title = Product space
space-help = Products that the same regions tend to make stand near each other. From the values of the reference regions and of this zone: what the zone is strong in, and which missing products are near and complex. To change it, correct Regions' products, outputs or prices.
space-lead = Compared with { $regions } reference regions ({ $products } products), this zone is strong in { $strong } products; its economic complexity is { $eci }, rank { $rank } of { $all }.
space-lead-open = { $reach } products are near and complex and not a strength yet; { $open } of them are gaps or extensions here: { $named }.
space-lead-reach = { $reach } products are near and complex and not a strength yet; the nearest: { $named }.
space-lead-none = No product is both near and complex, or the indices are not unique.
space-lead-no-own = Reference regions are registered, but this zone has no output with a price to compare. Register plants, outputs and prices.
space-lead-empty = No values of reference regions are registered yet, so there is no product space. Import the register Regions' products.
space-reference = Reference regions
space-region = The product space
space-strong = strong here
space-made = made here
space-open = gap or extension
space-elsewhere = elsewhere
space-reach = red ring: near and complex
space-reach-word = near and complex
space-tree = strongest links (maximum spanning tree)
space-tie = further links with φ ≥ 0.55
space-how = The larger the shape, the larger the value in all regions; a place means nothing by itself, only distance and links do. A product opens its page.
space-table = The products
space-state = State here
space-rca = Advantage (RCA)
space-cog = Outlook gain (COG)
space-own = Value here
space-total = All regions
space-nothing = none
space-node = { $product }: { $state }; { $total } in all regions; PCI { $pci }, density { $density }
space-formula = Formula and limits
space-limits = The reference is only what is registered; each region counts with its latest year up to the reporting year. This zone counts with what is known and has a price. Small sellers have large RCA.

io-title = Input–output
io-help = This zone's own table of products by products, from its plants, recipes, outputs and prices: which product pulls most, and without which most would be lost. To change it, correct plants, flows, outputs or prices.
io-lead = { $sectors } products of this zone make up the table. By technical need the strongest pull comes from { $puller }: ¥1 more of demand for it needs ¥{ $multiplier } of output in all, here and elsewhere (imported inputs count as if made here). The farthest reach has { $pillar }: without it { $loss } of output would be lost, { $beyond } of it of other products.
io-lead-empty = No product has both an output and a price yet, so there is no table.
io-caption = The products, by what would be lost without them
io-output = Output
io-multiplier = Output multiplier
io-backward = Backward linkage
io-linkages = Backward and forward linkage
io-linkages-about = Across: how strongly demand for it pulls upstream; up: how strongly its supply carries what is downstream; 1 is the mean. The larger the circle, the larger the output here; it opens the product.
io-key-products = key products: both above the mean
io-linkages-said = Backward and forward linkage of { $count } products, of which { $key } are above the mean in both
io-point = { $product }: backward { $backward }, forward { $forward }, output { $output }
io-forward = Forward linkage
io-extraction = Loss without it
io-upstreamness = Upstreamness
io-formula-title = Formula and limits
io-formula-table = Each product that is made here and has a price is a sector; its column is what plants take whose main product it is (quantity × output × price without tax). A by-product comes with its main product and takes nothing; every input that is made here counts by technical need, whether or not it is bought here.
io-formula-multiplier = Output multiplier = column sum of Leontief's inverse L = (I − A)⁻¹: output that all sectors together need for ¥1 more of final demand; imported inputs count as if made here, so that this zone gains less.
io-formula-linkage = Backward linkage = column sum of L over the mean of all; forward linkage = row sum of Ghosh's inverse G over the mean of all. Above 1 is above average.
io-formula-extraction = Loss without it: how much less is made in all if row, column and final demand of the product are gone.
io-formula-upstreamness = Upstreamness: how many steps, on average, to where it leaves the zone or is used; at least 1. What is imported counts as supply.

upstream-title = What one more { $unit } moves upstream
upstream-lead = One more { $unit } of { $product } moves { $count } products upstream; by technical need ¥1 of demand asks for ¥{ $multiplier } of output of products that are made here, whether or not it is bought here.
upstream-caption = Products upstream
upstream-direct = Direct
upstream-indirect = Indirect
upstream-total = Together
upstream-local = Can be local
upstream-none = No input has a known quantity.
upstream-effects = Output, jobs, emissions and use that go along
upstream-effect = Of what
upstream-effect-direct = Its own plants
upstream-effect-total = With suppliers
upstream-ratio = Times
upstream-no-ratio = none of its own
upstream-output = Output
upstream-per-yuan = ¥/¥

lists-density = Density
    .formula = Σ proximity to what the zone is strong in ÷ Σ proximity to all products, 0 to 1; against the register Regions' products, the zone being one of the regions.
lists-pci = Complexity (PCI)
    .formula = Product complexity index from the register Regions' products and the zone's output; the higher, the fewer regions can make it.
formula-related-index = density = Σ proximity to what the zone is strong in ÷ Σ proximity to all products; PCI: product complexity index of the reference regions
space-proximity = Proximity φ of every two products
