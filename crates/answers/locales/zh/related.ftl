# 产品空间、关联度与园区投入产出
related-no-value = { $region }的{ $product }没有填写产值，未计入。
    .mend = 请在“地区产品”登记册填写产值；没有生产的请删去该行。
related-known-part = { $product }的本地产量未全部知道，只计已知部分。
    .mend = 请补填有关装置的产量。
related-unpriced = { $product }没有价格，未计入本园区的产值。
    .mend = 请在“价格”登记册补一条报告年末以前的价格。
related-io-unpriced = { $product }在本地有产而没有价格，不单列部门，其上游只追到这一步。
    .mend = 请在“价格”登记册补一条报告年末以前的价格。
related-io-unmade = { $product }本地不产，其上游不在本地，只追到这一步。
    .mend = 无需处理；若本地有产，请登记装置与产量。
related-io-open-plant = { $plant }的产量未知，只计能够确定的部分。
    .mend = 请在“装置产量”登记册填写报告年份的产量。
