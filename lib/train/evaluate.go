package train

import (
	"context"
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
)

// evaluationBatch is the number of examples that are evaluated at once.
const evaluationBatch = 256

// Evaluation is what [Evaluate] measures.
type Evaluation struct {
	// Examples that were measured.
	Examples int
	// Loss is the mean over the examples.
	Loss float64
	// Accuracy is the share of the examples whose class is right; NaN without
	// classes.
	Accuracy float64
}

// String returns the numbers in one line.
func (e Evaluation) String() string {
	s := "loss " + number(e.Loss)
	if !math.IsNaN(e.Accuracy) {
		s += "  accuracy " + number(e.Accuracy)
	}
	return s + fmt.Sprintf("  (%d examples)", e.Examples)
}

// Evaluate measures the model on a data set, as it predicts. A nil loss means
// the default of [Options].
func Evaluate(model *nn.Model, d *data.Dataset, loss nn.Loss) (Evaluation, error) {
	return evaluation(model, d, loss, &meters{})
}

func evaluation(model *nn.Model, d *data.Dataset, loss nn.Loss, measure *meters) (Evaluation, error) {
	if err := checkModel(model); err != nil {
		return Evaluation{}, err
	}
	if d == nil {
		return Evaluation{}, fmt.Errorf("train: the data set is nil")
	}
	if loss == nil {
		loss = defaultLoss(model, d)
	}
	trainer, err := model.Trainer(nn.TrainerOptions{Loss: loss})
	if err != nil {
		return Evaluation{}, fmt.Errorf("train: %w", err)
	}
	target := targets{shape: trainer.Target()}
	if err := checkData("the data set", model, d, target.shape); err != nil {
		return Evaluation{}, err
	}
	batches, err := d.Batches(data.BatchOptions{Size: evaluationBatch})
	if err != nil {
		return Evaluation{}, fmt.Errorf("train: %w", err)
	}
	classes := hasAccuracy(loss, d)
	measure.reset()
	m, err := evaluate(context.Background(), trainer, batches, &target, classes, measure)
	if err != nil {
		return Evaluation{}, err
	}
	return Evaluation{Examples: m.examples, Loss: m.loss(), Accuracy: m.accuracy(classes)}, nil
}

// MustEvaluate is [Evaluate], but panics on an error.
func MustEvaluate(model *nn.Model, d *data.Dataset, loss nn.Loss) Evaluation {
	return must(Evaluate(model, d, loss))
}
