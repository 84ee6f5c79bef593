-- In the order in which packets come: by device every one of a thousand went to a page of its own.
drop index packets_of_device;
create index packets_in_order on packets (received, device);
