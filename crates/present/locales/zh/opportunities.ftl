grid-head = { $head }（{ $unit }）
grid-money = 万元
grid-origin-stale = 过期
grid-origin-unknown = 来源不明
grid-product = 产品
grid-process = 工艺
grid-processes = 工艺
grid-enterprise = 企业
grid-plant = 装置
grid-project = 项目
grid-projects = 在途项目
grid-candidate = 招商对象
grid-candidates = 招商对象数
grid-state = 状态
grid-state-here = 在本地的状态
grid-status = 经营状态
grid-stage = 阶段
grid-source = 来源与日期
grid-quantity = 年数量
grid-value = 年价值
grid-essential = 是否必需
grid-essential-share = 必需占比
grid-viability = 可行度
grid-score = 排序值
grid-buyers = 需方数
grid-buyer = 需方
grid-maker = 供方
grid-makers = 产出企业
grid-made = 年产出
grid-by-product = 副产品
grid-takers = 可利用的工艺
grid-takers-here = 本地可利用的企业
grid-feedstock = 原料与可用量
grid-reachable = 可达规模
grid-smallest = 最小经济规模
grid-scale = 测算规模
grid-capex = 约需投资
grid-carries = 能否单独成立
grid-added = 每单位增加值
grid-uplift = 年增值
grid-local-share = 本地投入占比
grid-loops = 可就地利用的副产品
grid-pair-status = 交易情况
grid-what = 何处薄弱
grid-figure = 数值
grid-whom = 谁受影响
grid-per-unit = 每单位主产品用量
grid-output = 装置年产量
grid-limit = 资源或排放
grid-takes = 新厂占用
grid-left = 剩余
grid-fits = 是否容得下
grid-region = 地区
grid-share = 主营占比
grid-code = 代码
grid-makes = 主要产品
grid-fills = 可补缺口
grid-gap-value = 所补缺口价值
grid-would-extend = 可承接的延伸
grid-year = 年份
grid-capacity = 产能
grid-earliest = 最早投产
grid-price-date = 价格日期
grid-price-registered = 登记单价
grid-tax = 扣除税率
grid-price-used = 不含税单价
grid-place = 地点或口径
grid-item = 物料
grid-direction = 方向
grid-worth = 每单位主产品价值
grid-basis = 系数依据
grid-declared = 供销登记
list-yes = 是
list-no = 否
list-none = 无
list-all-states = 全部状态
list-all-products = 全部产品
list-all-regions = 全部地区
list-filter-apply = 筛选
list-filter-state = 状态
list-filter-sort = 排序
list-sort-rank = 按排序值
list-sort-value = 按价值
list-sort-name = 按名称
list-tab-count = { $name } { $count }
list-open-candidates = 招商对象
list-open-enterprises = 全部企业
list-open-product = 产品页
list-open-process = 工艺页


opportunities-title = 机会
opportunities-help = 由登记册逐项算出：缺什么（补链）、还能往下做什么（延链）、谁可以和谁做生意（产销对接）、哪里薄弱（强链）、哪些副产品无人利用。点开名称可见推算过程；点开数字可见算法与未知项。未知不作零处理，带未知项的数字写成“至少”或“不超过”。要修改结果，请更正登记册。
opportunities-lead = 确定要从外地购入的投入品 { $gaps } 种，每年价值{ $value }，其中 { $carried } 种的用量足以支撑一座工厂；可延伸的环节 { $steps } 个，{ $viable } 个可单独成立，排在首位的每年增值{ $uplift }；可对接的产销 { $pairs } 对；薄弱点 { $weak } 处。
opportunities-lead-empty = 登记册中还没有装置，无从计算机会。请到“数据”页下载模板、填写并导入。
opportunities-kinds = 机会类别
opportunities-gaps = 补链：缺口
opportunities-utilities = 公用工程：电、汽、气、水
opportunities-utility-steps = 产出公用工程的延伸
opportunities-mineral = 矿产，本地不产
opportunities-market-unknown = 全国消费量未登记
opportunities-beyond-market = 超过全国消费量
opportunities-extensions = 延链：下一步
opportunities-matches = 产销对接
opportunities-vulnerabilities = 强链：薄弱点
opportunities-byproducts = 闲置副产品
opportunities-about-gaps = 须从外地购入的投入品。排序值 = 年价值 × 必需占比 × 可行度，按可确定的下限排列；先列全国消费量已知可容纳的，再列全国消费量未登记的，超过全国消费量的在后。
opportunities-about-extensions = 主要原料目前外运、本地尚未充分加工的工艺。排序值 = 年增值 × 本地投入占比 × 可行度，按可确定的下限排列。两项延伸可能争用同一原料。
opportunities-about-matches = 本地有产、本地有需而未见登记交易的双方。“待询问”表示双方供销未声明登记齐全，可能已在交易。
opportunities-about-vulnerabilities = 产业链系于何处，哪里运转不佳：独家供应、能耗物耗劣于准入水平、利用率过低或过高、诉求逾期、重大隐患。
opportunities-about-byproducts = 本地产出、无本地装置需要、也没有登记外销的副产品。
opportunities-nothing = 没有符合条件的条目。可放宽筛选条件，或到“数据”页补充登记。
opportunities-smallest = 最小经济规模 { $smallest }
opportunities-look-for = 产品、工艺或企业名称
opportunities-workbook = 导出清单（xlsx）
opportunities-json = JSON
opportunities-back = 返回机会清单
opportunities-byproduct-certain = 确未利用
opportunities-byproduct-ask = 待询问
opportunities-byproduct-no-taker = 工艺库中无可利用的工艺
opportunities-vulnerabilities-single-supplier = 独家供应
opportunities-vulnerabilities-worse-than-access = 劣于准入水平
opportunities-vulnerabilities-low-utilisation = 利用率低于 50%
opportunities-vulnerabilities-high-utilisation = 利用率高于 95%
opportunities-vulnerabilities-overdue-difficulties = 诉求逾期
opportunities-vulnerabilities-major-hazards = 重大隐患
opportunities-vulnerabilities-measured = 实测 { $measured }，2 级 { $level }
formula-vulnerabilities-stake = 本地产量与需求之小者 × 不含税单价
formula-vulnerabilities-utilisation = 年产量 ÷ 产能


reasoning-facts = 结论
reasoning-unknown = 尚不知道的，以及如何补上
reasoning-all-known = 这一推算没有未知项。
reasoning-sentence-gap = {""}
reasoning-names-separator = 、
reasoning-remedy-output = 在“装置产量”登记册填写报告年份的产量。
reasoning-remedy-capacity = 在“装置”登记册填写产能。
reasoning-remedy-flow = 在“物料流”登记册填写用量，或至少上下限。
reasoning-remedy-price = 在“价格”登记册填写一条报告年末以前的价格。
reasoning-remedy-supply = 在“供销关系”登记册填写数量。
reasoning-remedy-supply-completeness = 向企业核实；若已全部登记，在“供销已齐全”登记册声明。
reasoning-remedy-demand = 在“最终需求”登记册填写数量。
reasoning-remedy-essential = 在“物料流”登记册标明该投入是否必需。
reasoning-remedy-viable-scale = 在“工艺”登记册填写最小经济规模。
reasoning-remedy-limit = 在“承载上限”登记册填写已用量；空白时由装置推算，只作下界。
reasoning-remedy-maker = 在“工艺”“物料流”登记册补充以它为主产品的工艺。
reasoning-remedy-feedstock = 在“物料流”登记册标明主要原料。
reasoning-remedy-treatment = 在“装置治理”登记册填写该装置的治理工艺，或在“装置实测”填写实测排放。
reasoning-sides-buyers = 谁需要{ $product }
reasoning-sides-makers = 谁产出{ $product }
reasoning-sides-none = 登记册中没有。
reasoning-sides-note = 年数量 = 每单位主产品用量（有实测用实测，否则用工艺库配方）× 装置年产量。“来源与日期”先列用量的来源，后列产量的来源。
reasoning-sides-by-product = 副产
reasoning-sides-main-product = 主产品
reasoning-sides-final-demand = 最终需求
reasoning-sides-does-not-apply = 不适用
reasoning-takes-caption = { $process }，年产 { $scale }
reasoning-takes-no-cap = 未登记上限
reasoning-takes-none = 该工艺的配方没有占用任何已登记上限的资源，或本年没有登记上限。
reasoning-fits-yes = 容得下
reasoning-fits-no = 容不下
reasoning-fits-unknown = 未定
reasoning-carries-yes = 可单独成立
reasoning-carries-no = 不足以单独成立
reasoning-carries-unknown = 尚不能确定
reasoning-limits = 承载上限：容得下吗
reasoning-limits-fit = 各项承载上限均容得下。
reasoning-limits-over = 但超出剩余承载：{ $names }。
reasoning-limits-open = 承载能否容下尚不能确定：{ $names }。
reasoning-limits-none = 没有登记相关的承载上限。
reasoning-price-caption = 所用价格
reasoning-price-none = 报告年末以前没有登记价格，价值未知。请在“价格”登记册补一条。
reasoning-projects = 在途项目
reasoning-projects-caption = 在途项目
reasoning-projects-none = 没有相关的在途项目。可从招商对象中选择一家开始洽谈。
reasoning-candidates = 招商对象
reasoning-candidates-none = 招商库中没有生产它的企业。请在“招商库”“招商库产品”登记册补充。
reasoning-unverified = 未核实
formula-gap-side = 每单位主产品用量 × 装置年产量
formula-gap-price = 登记单价 ÷（1 + 税率）；不含税的不扣
formula-gap-left = 上限 − 已用
formula-gap-takes = 每单位主产品占用或排放 × 规模
formula-gap-capex = 单位投资 × 测算规模


gap-title = 缺口：{ $product }
gap-help = 本页说明为什么缺、值多少、能不能在本地造：先算净调入量，再算价值、必需占比、每种工艺的可行度，最后看承载上限容不容得下，谁可以来做。
gap-lead-missing = 本地无人生产{ $product }：{ $year } 年需要 { $needed }，全部从外地购入，价值{ $value }。
gap-lead-short = { $year } 年本地产{ $product } { $made }、需 { $needed }，仍须从外地购入 { $quantity }，价值{ $value }。
gap-lead-undetermined = { $year } 年{ $product }的本地产量为{ $made }，需求为{ $needed }；须从外地购入的数量为{ $quantity }，因有未知项而不能确定。
gap-lead-none = { $year } 年{ $product }没有缺口：没有必须从外地购入的部分。
gap-lead-carries = 这一用量足以支撑一座“{ $process }”工厂。
gap-lead-too-small = 这一用量小于“{ $process }”的最小经济规模，单靠本地需求撑不起一座工厂。
gap-lead-open = 能否支撑一座“{ $process }”工厂尚不能确定。
gap-lead-no-way = 工艺库中还没有以它为主产品的工艺，能否本地生产无从判断。
gap-lead-mineral = 它只能依矿生产，本地无法制造，宜稳定采购。
gap-quantity = 净调入量
gap-value = 年价值
gap-essential-share = 必需占比
gap-viability = 可行度
gap-score = 排序值
gap-step-quantity = 缺多少
gap-step-value = 值多少
gap-step-essential = 缺了会不会停产
gap-step-viability = 撑得起一座工厂吗
gap-step-score = 排序值
gap-numbers-quantity = = { $needed } − { $made }，不小于 0 = { $quantity }
gap-numbers-value = = { $quantity } × { $price }/{ $unit } = { $value }
gap-numbers-essential = 必需 { $essential }；非必需 { $other }；未说明 { $unsaid }；占比 = { $share }
gap-numbers-viability = 净调入量 { $quantity }；可行度最高的工艺 = { $viability }
gap-numbers-score = = { $value } × { $share } × { $viability } = { $score }
gap-essential-note = 每个需方的必需与否见第 1 步的表；最终需求按非必需计。
gap-limits-note = 按净调入量建厂，规模不低于最小经济规模；占用量与园区当年剩余承载相比。
gap-ways-caption = 以它为主产品的工艺
gap-ways-none = 工艺库中没有以它为主产品的工艺。请在“工艺”与“物料流”登记册补充。
formula-gap-quantity = 净调入量 = 本地需求 − 本地产量（不小于 0）
formula-gap-essential = 必需占比 = 必需用量 ÷ 全部需求
formula-gap-viability = 可行度 = 净调入量 ÷ 最小经济规模（至多 100%）
formula-gap-scale = 净调入量，但不低于最小经济规模
formula-gap-score = 排序值 = 年价值 × 必需占比 × 可行度


step-title = 下一步：{ $process }
step-help = 本页说明为什么这道工艺是下一步：原料外运多少、能做到多大、单独立不立得住、每单位增值多少、用多少本地投入、承载上限容不容得下、谁可以来做。
step-lead = { $year } 年本地外运{ $feedstock } { $available }，可加工成{ $product } { $reachable }，每年增值{ $uplift }。
step-lead-none = { $year } 年“{ $process }”不是下一步：它的主要原料没有外运，或本地已充分加工。
step-lead-viable = 超过最小经济规模 { $smallest }，可单独成立。
step-lead-not-alone = 低于最小经济规模 { $smallest }，单靠本地原料不足以成立，需另购原料或等待上游扩产。
step-lead-open = 最小经济规模 { $smallest }；能否单独成立尚不能确定。
step-lead-within-market = { $year } 年全国消费{ $product } { $consumption }。
step-lead-unknown-market = { $product }的全国消费量未登记，市场能否容纳尚不可知，故排在已知的之后。请在“全国市场”登记。
step-lead-beyond-market = { $year } 年全国消费{ $product } { $consumption }，少于这一规模的产量：市场容纳不下的不能算作下一步，故排在后面。
step-feedstock = 主要原料
step-available = 可用原料（外运量）
step-reachable = 可达规模
step-per-unit = 增加值
step-uplift = 年增值
step-local-share = 本地投入占比
step-no-priced-input = 没有投入
step-step-available = 原料有多少可用
step-step-reachable = 能做到多大
step-step-viability = 单独立得住吗
step-step-added = 每单位增值多少
step-step-uplift = 一年增值多少
step-step-local = 用多少本地投入
step-step-loops = 闭合了哪些循环
step-numbers-available = = { $made } − { $needed }，不小于 0 = { $available }
step-numbers-reachable = = { $available } ÷ { $per_unit }/{ $unit } = { $reachable }
step-numbers-viability = = { $reachable } ÷ { $smallest }，至多 100% = { $viability }
step-numbers-score = = { $uplift } × { $share } × { $viability } = { $score }
step-step-score = 排序值
step-viability = 可行度
formula-step-score = 排序值 = 年增值 × 本地投入占比 × 可行度
step-numbers-added = 合计 = { $added }/{ $unit }
step-numbers-uplift = = { $added }/{ $unit } × { $reachable } = { $uplift }
step-numbers-local = = { $share }
step-already-made = 本地现已生产{ $product } { $made }。
step-not-alone-note = 可达规模低于最小经济规模：不把规模抬高来凑数。
step-other-chain = 原料不在所看的产业链内；请选择“全部产业链”查看其平衡。
step-limits-note = 按可达规模计算占用量，与园区当年剩余承载相比。
step-recipe-caption = 每{ $unit }主产品的投入与产出
step-recipe-none = 该工艺没有登记物料流。
step-implicit = 主产品
step-unpriced = 没有价格、未计入增加值的：{ $names }。请在“价格”登记册补充。
step-loops-caption = 副产品可由本地装置利用
step-loops-none = 它的副产品没有本地装置需要。
formula-step-available = 可用原料 = 本地产量 − 本地需求（不小于 0）
formula-step-reachable = 可达规模 = 可用原料 ÷ 每单位主产品的原料用量
formula-step-viability = 可行度 = 可达规模 ÷ 最小经济规模（至多 100%）；达到 100% 即可单独成立
formula-step-added = 每单位增加值 = 产出 × 单价 − 投入 × 单价，只计有价格的
formula-step-worth = 每单位用量 × 不含税单价；投入为负
formula-step-local = 本地投入占比 = 本地有产的投入价值 ÷ 全部投入价值；没有价格的投入使它不能确定


match-title = 产销对接：{ $product }
match-help = 本页说明本地谁产、谁需、已登记多少本地交易、还可以对接多少。自产自用先扣除；双方都没有声明供销登记齐全的，写作“待询问”，可能已在交易。
match-lead = { $year } 年{ $product }可对接 { $pairs } 对，数量 { $quantity }，价值{ $value }。
match-lead-ask = 其中 { $count } 对须先询问：双方供销均未声明登记齐全。
match-lead-introduce = 可直接牵线。
match-lead-none = { $year } 年{ $product }没有可对接的本地供需双方。
match-made = 本地产量
match-needed = 本地需求
match-traded = 已登记本地交易
match-potential = 对接潜力
match-value = 可对接价值
match-step-sides = 产多少，需多少
match-step-traded = 已经交易多少
match-step-potential = 还有多大潜力
match-step-own = 自产自用
match-step-pairs = 谁可以与谁对接
match-numbers-sides = 产 { $made }；需 { $needed }
match-numbers-traded = 本地交易 = { $traded }
match-numbers-potential = = { $covered } − { $traded }，不小于 0 = { $potential }
match-numbers-own = = { $own }
match-trade-caption = 本年登记的本地交易
match-trade-none = 本年没有登记本地交易。
match-declared-caption = 谁声明了供销登记齐全
match-complete = 已声明齐全
match-incomplete = 未声明
match-pairs-caption = 可对接的双方
match-pairs-note = 供方余量 = 产量 − 自用 − 已登记本地销售；需方缺量 = 需求 − 自供 − 已登记本地采购；余缺大者先配。
match-price = 按不含税单价 { $price }/{ $unit }（{ $date }）计值。
match-pair-not-trading = 未交易
match-pair-to-be-asked = 待询问
match-pair-could-trade-more = 可扩大交易
formula-match-made = 各装置每单位产出 × 年产量之和
formula-match-needed = 各装置每单位投入 × 年产量之和，加最终需求
formula-match-sides = 产量、需求 = 各装置每单位净产出、净投入 × 年产量之和（需求另加最终需求）
formula-match-traded = 供需双方都在本地的登记供销之和；未声明齐全时为下界
formula-match-potential = 对接潜力 = 产量与需求之小者 − 已登记本地交易（不小于 0）
formula-match-own = 自产自用 = 各企业自产与自需之小者之和
formula-match-pair = 供方余量与需方缺量之小者
formula-match-value = 可对接数量 × 不含税单价


candidates-title = 招商对象
candidates-help = 招商库中的外地企业，以及它们能补本地哪些缺口、能承接哪些延伸。默认只列能派上用场的，按所补缺口的价值排列。要补充，请导入“招商库”与“招商库产品”登记册。
candidates-lead = 招商库共 { $all } 家外地企业，其中 { $useful } 家能补本地缺口或承接延伸；{ $gaps } 个缺口中，{ $covered } 个在招商库中找得到生产企业。
candidates-look-for = 企业或产品名称
candidates-show-useful = 只看能派上用场的
candidates-show-all = 全部
candidates-found = 共 { $count } 家。
candidates-caption = 外地企业
candidates-nothing = 没有符合条件的企业。可放宽筛选条件，或在“数据”页导入招商库。
candidate-help = 本页说明为什么邀请（或不必邀请）这家企业：它生产什么，能补哪些缺口、承接哪些延伸，与园区已有哪些交易。
candidate-why-gaps = { $company }生产本地所缺的{ $products }，对应缺口每年价值{ $value }。
candidate-why-steps = 它的产品对应本地的下一步：{ $processes }，可就地用上现在外运的{ $feedstocks }。
candidate-why-not = 按现有登记，{ $company }的产品既不补本地缺口，也不对应本地的下一步。
candidate-why-trades = 它已在向园区供货，来此建厂可就近服务现有客户。
candidate-step-makes = 它生产什么
candidate-step-fills = 能补哪些缺口
candidate-step-extends = 能承接哪些延伸
candidate-step-trade = 与园区的登记交易
candidate-makes-none = 没有登记它的产品。请在“招商库产品”登记册补充。
candidate-fills-none = 它的产品不补本地缺口。
candidate-extends-none = 它的产品不对应本地的下一步。
candidate-trade-none = 没有登记与园区的交易。
candidate-not-used = 本地不产不用
formula-candidate-value = 它能补的各缺口年价值之和
