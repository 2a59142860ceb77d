"""From an official notice to a plan: reading (file to lines), parsing (lines to a Notice), importing (rows)."""
