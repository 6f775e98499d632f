package facts
