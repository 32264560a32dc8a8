"""How good forecasts are: splits, metrics, effects and plots."""
