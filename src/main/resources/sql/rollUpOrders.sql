SELECT control.roll_up_orders(:?tenant) AS days
