app-name = 延链
skip-to-content = 跳到正文
nav-label = 主导航
nav-today = 今日
nav-chain = 产业链
nav-opportunities = 机会
nav-projects = 项目
nav-enterprises = 企业
nav-service = 服务
nav-zone = 园区
nav-data = 数据
look-chain = 查看的产业链
look-year = 报告年份
look-apply = 查看
all-chains = 全部产业链
year = { $year } 年
search-placeholder = 搜索产品、企业、工艺、项目…（按 / 键）
other-lang = English
other-lang-code = en
other-lang-title = Switch to English
theme-title = 切换浅色、深色或跟随系统
demo-mark = 演示园区：企业、人物与数字均为虚构，仅供试用。
help = 本页说明
foot = 延链 · 数据来自登记册，每个数字都可点开
foot-day = 截至 { $day }
list-separator = ；
sentence-space = {""}

figure-value = 数值
figure-formula = 算法
figure-missing = 未知
figure-open = 点开查看数值、算法与未知项
figure-at-least = 至少 { $low }
figure-at-most = 至多 { $high }
figure-up-to = 不超过 { $high }
figure-between = { $low } 至 { $high } 之间
figure-unknown = 未知

missing-count = { $count } 项
missing-output = 装置产量（{ $which }）
missing-capacity = 装置产能（{ $which }）
missing-flow = 配方用量（{ $which }）
missing-price = 价格（{ $which }）
missing-supply = 供销数量（{ $which }）
missing-supply-completeness = 供销是否登记齐全（{ $which }）
missing-demand = 最终需求量（{ $which }）
missing-essential = 投入是否必需（{ $which }）
missing-viable-scale = 最小经济规模（{ $which }）
missing-limit = 上限已用量（{ $which }）
missing-maker = 工艺库中无生产工艺（{ $which }）
missing-feedstock = 主要原料（{ $which }）
missing-treatment = 排放采用的治理（{ $which }）

state-missing = 缺失
state-short = 不足
state-balanced = 本地平衡
state-surplus = 余量外运
state-idle = 未产未用
state-undetermined = 未定
state-coming = 将至
state-late = 滞后
state-stalled = 停滞
state-ontime = 按期
state-done = 已完成
state-dropped = 终止
state-unknown = 未知
state-open = 办理中
state-overdue = 逾期
state-fault = 错误
state-warning = 提醒
state-note = 说明

question-1 = 项目进展如何？
question-2 = 上下游引进得怎样？
question-3 = 生产工艺有何优势与特点？
question-4 = 有哪些困难需要解决？

formula-gap-value = 净调入量 × 不含税单价
formula-uplift = 每单位增加值 × 可达规模

# Long lists in pages.
pager-label = 翻页
pager-range = 第 { $first }–{ $last } 条，共 { $all } 条
pager-previous = 上一页
pager-next = 下一页

# The tables of a page as files.
files-label = 本页表格下载
files-workbook = Excel（全部表格）
files-csv = CSV：{ $title }
files-date = 数据日期
files-unit = 单位
