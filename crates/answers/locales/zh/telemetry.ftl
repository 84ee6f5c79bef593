# 监测设备报文
telemetry-no-monitor = 报文未写明设备编号（MN），其中读数未采用
    .mend = 请在数采仪中设置 MN
telemetry-no-time = { $command } 报文缺少可读的数据时间（DataTime），其中读数未采用
    .mend = 核对数采仪的时钟与固件；报文原文已保存
telemetry-not-a-number = { $name } 的值“{ $text }”不是数值，未采用
    .mend = 核对仪器与数采仪；报文原文已保存
telemetry-flag-unknown = { $factor } 的数据标记“{ $flag }”不在 N、F、M、S、D、C、T、B 之列
    .mend = 请在数采仪中按标准设置数据标记
