# 产品空间、关联度与园区投入产出
related-density = 关联密度
related-pci = 复杂度（PCI）
related-own-zone = 本园区
related-step = 与本地优势产品近不近，难不难
related-not-in-reference = 参照地区和本园区都没有登记它的产值，无从比较。
related-numbers = 密度 = { $density }（本园区未占优势的产品中位数为 { $median }）；PCI = { $pci }（本园区 ECI 为 { $eci }）；RCA = { $rca }
related-verdict-strong = 本园区在它上面已有优势。
related-verdict-reach = 既近又复杂：离现有优势产品不远，做成了能抬高本园区的复杂度。
related-verdict-not = 不同时满足“近”与“复杂”。
related-verdict-open = 指数不唯一或有未知项，尚不能判断。
related-regions = 参照 { $regions } 个登记的地区；本园区自身也是其中一个地区，其产值计入各项合计。
related-findings = 未计入或需留意的（{ $count }）
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
formula-related = 密度 = Σ 与优势产品的邻近度 ÷ Σ 与全部产品的邻近度；邻近度 φ = 同时有优势的地区数 ÷ 两产品中较多的优势地区数；RCA = 产品占本地区产值的比重 ÷ 占全部地区产值的比重，不低于 1 为有优势；PCI 为产品复杂度指数。“近” = 密度不低于未占优势产品的中位数，“复杂” = PCI 不低于本园区 ECI

space-title = 产品空间
space-help = 哪些产品常由同一地区生产，就彼此靠近。本页以登记的参照地区和本园区的产值算出关联：本园区在哪些产品上有优势，哪些缺的产品既近又复杂。要修改，请更正“地区产品”、装置产量或价格登记册。
space-lead = 与 { $regions } 个参照地区相比（共 { $products } 种产品），本园区在 { $strong } 种产品上有优势；经济复杂度 { $eci }，在 { $all } 个地区中列第 { $rank }。
space-lead-open = 既近又复杂、尚无优势的产品有 { $reach } 种，其中 { $open } 种正是本地的缺口或下一步：{ $named }。
space-lead-reach = 既近又复杂、尚无优势的产品有 { $reach } 种，最近的是：{ $named }。
space-lead-none = 没有既近又复杂的产品，或指数不唯一。
space-lead-no-own = 已登记参照地区，但本园区没有可计值的产出，无法比较。请登记装置、产量和价格。
space-lead-empty = 还没有登记参照地区的产品产值，无法画出产品空间。请在“地区产品”登记册导入。
space-reference = 参照地区数据
space-region = 产品空间图
space-strong = 本地优势
space-made = 本地在产
space-open = 缺口或下一步
space-elsewhere = 他地所产
space-reach = 红圈：既近又复杂
space-reach-word = 近而复杂
space-tree = 最强的关联（最大生成树）
space-tie = 其他 φ ≥ 0.55 的关联
space-how = 形状越大，各地区产值合计越大；位置本身无含义，只看远近与连线。点击产品可打开其页面。
space-table = 各产品
space-state = 本地状态
space-rca = 优势（RCA）
space-cog = 前景增益（COG）
space-own = 本园区产值
space-total = 各地区合计
space-nothing = 无
space-node = { $product }：{ $state }；各地区合计{ $total }；PCI { $pci }，密度 { $density }
space-formula = 算法与限度
space-limits = 参照只反映已登记的地区与产品；各地区取报告年及以前的最近一年。本园区只计产量已知且有价格的部分。占比小的地区会使 RCA 偏高。

io-title = 投入产出
io-help = 以本园区自己的装置、配方、产量和价格编成产品对产品的投入产出表：哪种产品带动最多，缺了哪种损失最大。要修改，请更正装置、物料流、产量或价格登记册。
io-lead = 本园区 { $sectors } 种产品编入投入产出表。带动最强的是{ $puller }：每增加 1 元需求，共带动产出 { $multiplier } 元。影响最广的是{ $pillar }：若没有它，产出共减少{ $loss }，其中其他产品{ $beyond }。
io-lead-empty = 还没有既有产量又有价格的产品，无法编成投入产出表。
io-caption = 各产品（按缺失损失排列）
io-output = 年产值
io-multiplier = 产出乘数
io-backward = 后向关联
io-forward = 前向关联
io-extraction = 缺失损失
io-upstreamness = 上游度
io-formula-title = 算法与限度
io-formula-table = 每种有价格的在产产品为一个部门；一列是以它为主产品的装置的投入（用量 × 产量 × 不含税单价）。副产品随主产品而来，不另计投入；能由本地生产的投入一律按技术用量计，不论是否确在本地采购。
io-formula-multiplier = 产出乘数 = 列昂惕夫逆矩阵 L =（I − A）⁻¹ 的列和：增加 1 元最终需求，各部门产出共增加多少元。
io-formula-linkage = 后向关联 = L 的列和 ÷ 平均列和；前向关联 = 高希逆矩阵 G 的行和 ÷ 平均行和。大于 1 即高于平均。
io-formula-extraction = 缺失损失：假设该产品的行、列和最终需求都没有了，全部产出减少多少。
io-formula-upstreamness = 上游度：到离开园区或最终使用平均还要经过几道，至少为 1；调入的计入供给。

upstream-title = 多产一{ $unit }，上游要多多少
upstream-lead = 每多产一{ $unit }{ $product }，上游 { $count } 种产品随之增加；每 1 元需求共带动本地可产的产出 { $multiplier } 元。
upstream-caption = 上游各产品
upstream-direct = 直接
upstream-indirect = 间接
upstream-total = 合计
upstream-local = 本地可供
upstream-none = 没有已知用量的投入。
upstream-effects = 随之增加的产出、用工、排放与用量
upstream-effect = 项目
upstream-effect-direct = 自身
upstream-effect-total = 连同上游
upstream-ratio = 倍数
upstream-no-ratio = 自身没有
upstream-output = 产出
upstream-per-yuan = 元/元

lists-density = 关联密度
    .formula = Σ 与优势产品的邻近度 ÷ Σ 与全部产品的邻近度，0 至 1；对照“地区产品”登记册，园区自身也是其中一个地区。
lists-pci = 复杂度（PCI）
    .formula = 产品复杂度指数，由“地区产品”登记册与园区产值算出；越高，越少地区做得出。
