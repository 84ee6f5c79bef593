# Product space, relatedness and the zone's input-output table
related-no-value = { $product } of { $region } has no value and is left out.
    .mend = Fill in the value in the register Regions' products, or remove the line where nothing is made.
related-known-part = Not all of the local output of { $product } is known; its known part counts.
    .mend = Fill in the outputs of the plants concerned.
related-unpriced = { $product } has no price and does not count in this zone's output.
    .mend = Add a price of the reporting year or before to the register Prices.
related-io-unpriced = { $product } is made here and has no price: it is no sector, and its suppliers are not followed.
    .mend = Add a price of the reporting year or before to the register Prices.
related-io-unmade = { $product } is not made here: its suppliers are elsewhere and not followed.
    .mend = Nothing to do; if it is made here, register the plant and its output.
related-io-open-plant = The output of { $plant } is not known; only what is certain counts.
    .mend = Fill in its output of the reporting year.
