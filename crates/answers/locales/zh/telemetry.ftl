telemetry-no-time = 数据包未注明数据时间（DataTime），其中数据不计入；原包已保存。
    .mend = 请让数采仪按 HJ 212 上报 DataTime。
telemetry-no-value = 数据包中 { $factor } 没有可读的数值。
    .mend = 请查看原包，让数采仪上报普通数字。
