cli-reading = 正在读取，行：
cli-comparing = 正在比对，行：
cli-import-faults = 共 { $faults } 处错误；没有写入任何内容。
cli-import-done = 已导入，编号 { $number }：新增 { $new } 条，更改 { $changed } 条，未变 { $unchanged } 条。
cli-import-checked = 检查通过：将新增 { $new } 条，更改 { $changed } 条，未变 { $unchanged } 条。没有写入。
cli-import-nothing = 与现有登记完全一致（{ $unchanged } 条），无需写入。
cli-undone = 第 { $number } 次导入已撤销。
cli-undo-refused = 第 { $number } 次导入不能撤销：
cli-gaps = 补链：需外购的投入品
cli-steps = 延链：触手可及的延伸
cli-matches = 产销对接
cli-product = 产品
cli-state = 状态
cli-quantity = 数量/年
cli-value = 金额/年
cli-score = 排序值
cli-candidates = 招商对象
cli-process = 工艺
cli-feedstock = 原料
cli-scale = 可达规模/年
cli-uplift = 年增加值
cli-maker = 供方
cli-absent = 本地无人生产的投入品
cli-needed-by = 需要它的企业
cli-buyer = 需方

web-upload-gone = 这份已检查的文件不再保留，请重新上传。
undo-unknown = 没有这个编号的导入。
undo-kind = 撤销与清除操作不能再撤销。
undo-already = 已由第 { $by } 号操作撤销。
undo-built-on = { $record } 已被第 { $by } 号操作更改
undo-dangling = { $record } 仍引用将被删除的“{ $names }”

# 普通表格
plain-empty = 表格没有表头。
    .mend = 请在第一行写明各列名称。
plain-column-missing = 没有“{ $column }”这一列；表头为：{ $header }。
    .mend = 请补上该列，或改正列名。
plain-column-twice = “{ $column }”列出现了不止一次；表头为：{ $header }。
    .mend = 请只保留一列。
plain-row-overlong = 这一行有 { $cells } 格，而表头只有 { $columns } 列。
    .mend = 数字中请勿使用千位分隔符；文字中含有分隔符的，请用英文双引号括起。
plain-blank = 这一格为空，须填写数字。
    .mend = 请填写；空白不按 0 处理。
plain-not-a-number = “{ $text }”不是有限的数值。
    .mend = 请填写普通数字，例如 1250 或 1.25e3。

# 环境监测报文
hj212-offset = 位置
hj212-verdict = 结论
hj212-ok = 合格
hj212-remarks = 说明
hj212-counts = 合格 { $good } 个，拒收 { $refused } 段。
hj212-simulated = 发送 { $sent } 个，收到应答 { $answered } 个。
hj212-asked = 指令 { $number } 已登记，设备在线时下发。
hj212-number = 编号
hj212-command = 指令
hj212-asked-at = 登记时间
hj212-asked-by = 登记人
hj212-state = 状态
hj212-queued = 待下发
hj212-sent = 已下发
hj212-accepted = 已受理
hj212-refused = 拒绝（{ $code }）
hj212-done = 已完成
hj212-failed = 失败（{ $code }）
hj212-unanswered = 无应答

# 监测读数
cli-readings-exported = 已写出 { $readings } 条读数，共 { $files } 个文件。
cli-readings-forgotten = 已清除报文 { $packets } 个、读数 { $readings } 条。
cli-readings-kept-for-ever = 没有现行的保存期规则，未清除任何数据。

# 用法有误
cli-unreadable = { $file } 无法读取：{ $why }
cli-nothing-to-import = 没有可导入的 .xlsx 或 .csv 文件。
cli-passed-over = 不是 .xlsx 或 .csv 文件，已跳过。
    .mend = 如是登记册，请另存为 .xlsx 或 .csv；子文件夹请单独指定。
cli-no-library = 产业链库中没有 { $chain }；可选：all、{ $known }。
cli-no-chain = 没有登记这条产业链；已登记：{ $known }。
cli-no-scenario = 没有登记这个情景；已登记：{ $known }。
cli-no-outlet = 没有登记排放口 { $outlet }。
cli-no-monitor = 没有登记监测设备 { $mn }。
cli-no-monitors = { $folder } 中没有登记带监测因子的设备。
cli-ask-incomplete = 这条命令还需要数值或时间：见 `yanlian hj212 ask --help`。
cli-brief-html = 简报以 .html 格式写出，请用浏览器打印。
cli-loopback = { $address } 可从其他计算机访问；在有账户之前只在本机地址上提供服务，如 127.0.0.1:8420。
cli-epsilon = --eps 为 { $eps }，应为不小于 0 的数。
cli-firm-twice = 企业 { $firm } 被写了两次。
cli-part = 企业 { $firm } 损失的比例为 { $part }，应在 0 到 1 之间。
cli-no-sector = --extract { $sector }：没有这个部门；表中有：{ $known }。
table-of-years = 列“{ $column }”中有 { $count } 个年份或时期（{ $first } 至 { $last }）；本方法不分年份，各年的数会被合在一起。
    .mend = 请按年份拆成几个文件分别计算；该列若与年份无关，请删去或改名。
