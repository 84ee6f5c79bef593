# 文件
import-unknown-file-kind = 该文件既不是 Excel 工作簿（.xlsx），也不是 CSV 文件。
    .mend = 请另存为 .xlsx 或 .csv 后重新导入。
import-old-workbook = 该工作簿为旧版 Excel 格式，或设有密码。
    .mend = 请用 Excel 或 WPS 打开，取消密码并另存为 .xlsx。
import-unreadable-workbook = 该工作簿无法读取，文件可能已损坏。
    .mend = 请用 Excel 或 WPS 打开并重新保存为 .xlsx，再导入。
import-too-large = 文件解压后超过 { $megabytes } MB。
    .mend = 请拆分后分次导入，并删去图片和不用的工作表。
import-too-many-rows = 文件超过 { $rows } 行。
    .mend = 请拆分后分次导入。
import-unknown-encoding = 文件编码既不是 UTF-8，也不是 GB18030。
    .mend = 请另存为“CSV UTF-8（逗号分隔）”。
import-unclosed-quote = 第 { $row } 行的引号没有配对。
    .mend = 请补上或删去该引号。
import-nothing = 没有任何工作表或文件以登记册命名，无内容可导入。
    .mend = 请将工作表或 CSV 文件命名为对应的登记册：{ $known }。

# 工作表与表头
import-unknown-sheet = “{ $sheet }”不是登记册，已跳过。
    .mend = 如需导入，请改名为以下之一：{ $known }。
import-no-header = 未找到登记册“{ $register }”的表头行。
    .mend = 请从模板复制表头行。
import-header-not-text = 表头“{ $value }”不是文字，无法对应任何列。
    .mend = 请改为模板中的列名，或删去该列。
import-unknown-column = 没有这一列，可能是“{ $near }”。
    .mend = 请将表头改为“{ $near }”，或删去该列。
import-unknown-column-alone = 登记册“{ $register }”没有这一列。
    .mend = 请对照模板核对表头，或删去该列。
import-duplicate-column = 该列与“{ $first }”重复。
    .mend = 请保留其中一列。
import-missing-key-column = 缺少“{ $field }”列，无法识别记录。
    .mend = 请增加“{ $field }”列，并逐行填写。
import-missing-required-column = 缺少“{ $field }”列，有 { $rows } 条新记录需要填写。
    .mend = 请增加“{ $field }”列，并为新记录填写。
import-cell-without-header = “{ $value }”所在的列没有表头。
    .mend = 请补上表头，或清除该列内容。
import-ragged-row = 本行有 { $cells } 个单元格，与表头的 { $columns } 列不符。
    .mend = 请检查是否多写或漏写逗号；含逗号的文字须加引号。

# 单元格
import-not-a-number = “{ $value }”不是数字。
    .mend = 请填写数字，如 1200 或 1,200，可带单位；数值未知的请留空。
import-not-a-date = “{ $value }”不是日期。
    .mend = 请按“年-月-日”填写，如 2025-11-20。
import-not-a-year = “{ $value }”不是年份。
    .mend = 请填写四位年份，如 2025。
import-not-a-period = “{ $value }”既不是年份，也不是月份。
    .mend = 请填写年份（如 2025）或月份（如 2025-11）。
import-not-yes-or-no = “{ $value }”既不是“是”，也不是“否”。
    .mend = 请填写“是”或“否”。
import-not-a-choice = “{ $value }”不在可选范围内。
    .mend = 请从以下选项中填写一项：{ $choices-zh }。
import-uncalculated = 该单元格的公式尚未计算出结果。
    .mend = 请用 Excel 或 WPS 打开，重新计算后保存；也可粘贴为数值。
import-error-cell = 该单元格显示错误 { $value }。
    .mend = 请更正公式，或直接填写数值。
import-long-number = 该代码被存为数字（{ $value }），第十五位以后已丢失。
    .mend = 请将该列设为文本格式，并重新填写代码。
import-control-character = 文字中含有不可见的控制字符。
    .mend = 请删去后重新录入；编号不得换行。
import-unknown-unit = “{ $unit }”不是可识别的计量单位。
    .mend = 请使用 t、kg、m3、Nm3、kWh、GJ、tce、元、亩、件、套、人等单位。
import-plain-unit = “{ $unit }”带有倍数；产品和指标的计量单位不得带倍数。
    .mend = 请填写 { $plain }，数量按该单位填报。
import-no-unit-here = “{ $value }”带有单位，而本列不带单位。
    .mend = 请只填数字，如 13% 填写 0.13。
import-no-unit-known = 数值以 { $unit } 填报，但无法确定应换算为何种单位。
    .mend = 请填写该数值所属的产品、工艺或装置。
import-inconvertible-unit = { $from } 不能换算为 { $to }。
    .mend = 请改用 { $to } 或可与之换算的单位填报。
import-bad-address = “{ $value }”既不是网络地址，也不是 10.1.4.0/24 这样的网段。
    .mend = 请写 10.1.2.3 这样的地址，或 10.1.4.0/24 这样的网段，之间用分号隔开。
import-bad-key = 这不是 SM4 密钥。
    .mend = 请把 16 个字节写成 32 位十六进制数。
import-bad-minute = “{ $value }”不是 2026-03-02T08:00 这样的时间。
    .mend = 请按 YYYY-MM-DDTHH:MM 填写日期与时分。
import-bad-uscc = “{ $value }”不是有效的统一社会信用代码。
    .mend = 请对照营业执照核对：共 18 位，字母须大写，且不含 I、O、S、V、Z。
import-under-minimum = { $value } 低于允许的最小值 { $limit }。
    .mend = 请更正数值；未知的请留空。
import-over-maximum = { $value } 超过允许的最大值 { $limit }。
    .mend = 请更正数值；未知的请留空。
import-required = “{ $field }”为必填项。
    .mend = 请补填，或删去该行。
import-clear-required = “{ $field }”为必填项，不能清除。
    .mend = 请将 =clear 改为新的内容。

# 引用
import-unknown-reference = 登记册“{ $register }”中没有“{ $value }”。相近的有：{ $suggestions }。
    .mend = 请改用上述编号或名称，或在“{ $register }”中增加该记录。
import-unknown-reference-alone = 登记册“{ $register }”中没有“{ $value }”。
    .mend = 请更正编号或名称，或在“{ $register }”中增加该记录。
import-unknown-party = 企业登记册和招商库中均没有“{ $value }”。相近的有：{ $suggestions }。
    .mend = 请改用上述编号或名称；未登记的外地企业请写作“outside:{ $value }”。
import-unknown-party-alone = 企业登记册和招商库中均没有“{ $value }”。
    .mend = 请先行登记；未登记的外地企业请写作“outside:{ $value }”。
import-ambiguous-reference = 有多条记录名为“{ $value }”：{ $candidates }。
    .mend = 请改填所指记录的编号。
import-outside-without-name = “outside:”之后没有名称。
    .mend = 请在“outside:”之后填写企业名称。

# 规则
import-duplicate-key = { $key } 重复：已见于 { $place } 第 { $row } 行。
    .mend = 请保留其中一行。
import-repeated-row = 本行与 { $place } 第 { $row } 行完全相同，已跳过。
    .mend = 请删去其中一行。
import-bounds-order = { $less }（{ $low }）大于{ $more }（{ $high }）。
    .mend = 请更正，使下限 ≤ 数量 ≤ 上限。
import-main-product-not-one = 物料流按每单位主产品填报，主产品自身的数量须为 1。
    .mend = 请填写 1 或删去该行，其余各项除以原数值。
import-unknown-treatment = “治理工艺”登记册中，工艺 { $process } 的 { $item } 没有治理编号 { $value }。
    .mend = 请填写该工艺该项排放的治理编号，或先在“治理工艺”中补充。
import-second-main = 该工艺已有主要原料：{ $other }。
    .mend = 请只将一项投入标为“是”。

# 提醒
import-probable-duplicate = 新增的“{ $name }”可能与“{ $other }”（{ $key }）是同一对象。
    .mend = 如属同一对象，请改用已有的编号。
import-example-row = 这是模板中的示例行。
    .mend = 请删去该行，或改写该行及其备注。
import-unit-changed = 计量单位由 { $before } 改为 { $after }，已登记的数值不会自动换算。
    .mend = 请保留原单位，或按新单位重新填报全部有关数值。
